import { type CSSProperties, memo } from "react";
import { formatDuration } from "../../src-shared/format";
import type { Session } from "../../src-shared/session";
import { useWaits } from "../questions/questions-store";
import { classes } from "../ui/classes";
import styles from "./host-list.module.css";
import { addressOf, type TreeRow } from "./host-rows";
import { Marked } from "./marked";
import { AskMark, StateMark } from "./state-mark";
import { stateKind, stateWord } from "./state-words";

interface HostRowProps {
  row: TreeRow & { kind: "host" };
  session: Session | undefined;
  /** Its turn to be connected to comes. */
  isWaiting: boolean;
  /** The keyboard is on it. */
  isActive: boolean;
  isSelected: boolean;
  /** Its tab is the one that is shown. */
  isShown: boolean;
  /** What is dragged goes to its group when it is dropped here. */
  isDropTarget: boolean;
  words: readonly string[];
  /** Pixels from the top of the list. */
  start: number;
}

export const rowElementId = (rowId: string): string => `row-${encodeURIComponent(rowId)}`;

export const HostRow = memo((props: HostRowProps) => {
  const { row, session, isWaiting, words, start } = props;
  const { host } = row;
  const id = rowElementId(row.id);
  const kind = stateKind(session);
  const address = addressOf(host);
  const isOther = address !== "" && address !== host.name;
  const asks = useWaits(host.id);
  const detail = asks ? "asks you" : detailOf(session, isWaiting);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={id}
      role="treeitem"
      data-row-id={row.id}
      data-state={kind}
      data-asks={asks || undefined}
      draggable
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-more`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={props.isSelected}
      aria-current={props.isShown || undefined}
      className={classes(
        styles.row,
        styles.host,
        props.isActive && styles.active,
        props.isSelected && styles.selected,
        props.isShown && styles.shown,
        props.isDropTarget && styles.drop,
      )}
      style={{ "--level": row.level, transform: `translateY(${start}px)` } as CSSProperties}
    >
      {row.colour !== null && <span className={styles.bar} data-colour={row.colour} />}
      {asks ? <AskMark /> : <StateMark kind={kind} />}
      <span id={`${id}-name`} className={styles.name} title={isOther ? address : undefined}>
        <Marked text={host.name} words={words} />
      </span>
      <span className={styles.more} aria-hidden>
        {host.tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <Marked text={tag} words={words} />
          </span>
        ))}
        {isOther && (
          <span className={styles.address}>
            <Marked text={address} words={words} />
          </span>
        )}
      </span>
      <span className={styles.detail} aria-hidden>
        {detail}
      </span>
      <span id={`${id}-more`} className="visually-hidden">
        {[
          stateWord(session),
          ...(asks ? ["waits for an answer"] : []),
          ...(asks || detail === "" || detail === stateWord(session) ? [] : [detail]),
          ...(isOther ? [address] : []),
          ...(host.tags.length === 0 ? [] : [`tags ${host.tags.join(", ")}`]),
        ].join(", ")}
      </span>
    </div>
  );
});

/** What stands on the right: how fast it answers, or what it is in unless that is nothing. */
function detailOf(session: Session | undefined, isWaiting: boolean): string {
  if (isWaiting) return "waiting";
  const state = session?.state;
  if (state === undefined || state.kind === "closed") return "";
  if (state.kind !== "ready") return stateWord(session);
  return state.latencyMs === null ? "" : formatDuration(state.latencyMs);
}
