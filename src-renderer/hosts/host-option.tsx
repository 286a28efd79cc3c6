import type { CSSProperties } from "react";
import { formatDuration } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { classes } from "../ui/classes";
import styles from "./host-list.module.css";
import { addressOf } from "./host-rows";
import { StateMark } from "./state-mark";
import { stateKind, stateWord } from "./state-words";

interface HostOptionProps {
  host: Host;
  session: Session | undefined;
  position: number;
  count: number;
  /** The keyboard is on it. */
  isActive: boolean;
  /** Its tab is the one that is shown. */
  isSelected: boolean;
  style: CSSProperties;
  onClick: () => void;
}

export const optionId = (hostId: string): string => `host-option-${hostId}`;

export function HostOption(props: HostOptionProps) {
  const { host, session, position, count, isActive, isSelected, style, onClick } = props;
  const id = optionId(host.id);
  const kind = stateKind(session);
  const state = session?.state;
  const address = addressOf(host);
  const isOther = address !== "" && address !== host.name;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active option
    <div
      id={id}
      role="option"
      data-host-id={host.id}
      data-state={kind}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-state`}
      aria-selected={isSelected}
      aria-posinset={position + 1}
      aria-setsize={count}
      className={classes(styles.option, isActive && styles.active, isSelected && styles.selected)}
      style={style}
      onClick={onClick}
    >
      <StateMark kind={kind} />
      <span id={`${id}-name`} className={styles.name}>
        {host.name}
      </span>
      {isOther && <span className={styles.address}>{address}</span>}
      <span className={styles.detail} aria-hidden>
        {state?.kind === "ready" && state.latencyMs !== null && formatDuration(state.latencyMs)}
        {state?.kind === "connecting" && "connecting"}
        {state?.kind === "failed" && "failed"}
      </span>
      <span id={`${id}-state`} className="visually-hidden">
        {stateWord(session)}
        {isOther && `, ${address}`}
        {state?.kind === "ready" &&
          state.latencyMs !== null &&
          `, ${formatDuration(state.latencyMs)}`}
      </span>
    </div>
  );
}
