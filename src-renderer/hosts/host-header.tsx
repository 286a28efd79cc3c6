import { Pencil, RefreshCw, SquareTerminal, Unplug } from "lucide-react";
import { formatDuration, formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import { isReady, type Session } from "../../src-shared/session";
import { useWaits } from "../questions/questions-store";
import { useSettings } from "../settings/settings-store";
import { Button, IconButton } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { editDialog } from "./host-actions";
import styles from "./host-header.module.css";
import { addressOf } from "./host-rows";
import { disconnect, reconnect, useHosts } from "./hosts-store";
import { sshCommand } from "./ssh-command";
import { AskMark, StateMark } from "./state-mark";
import { stateKind, stateWord } from "./state-words";

/** Which host this is, how it stands with it, and what is at hand for it. */
export function HostHeader({ host, session }: { host: Host; session: Session | undefined }) {
  const waits = useWaits(host.id);
  const groups = useHosts((state) => state.groups);
  const info = useSettings((state) => state.info);
  const address = addressOf(host);
  const state = session?.state;
  const calls = session?.callsInFlight ?? 0;
  const configFile = info === null || info.sshConfigOrigin === "usual" ? null : info.sshConfigFile;
  const command = sshCommand(host, groups, configFile);
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>{host.name}</h1>
      {address !== "" && address !== host.name && (
        <code className={`${styles.address} selectable`} title={address}>
          {address}
        </code>
      )}
      <p className={styles.state} data-state={stateKind(session)} role="status">
        <StateMark kind={stateKind(session)} />
        <span data-testid="host-state">{stateWord(session)}</span>
      </p>
      {waits && (
        <p className={styles.waits}>
          <AskMark /> waits for an answer
        </p>
      )}
      {(state?.kind === "ready" || state?.kind === "degraded") && (
        <p className={styles.detail}>
          {state.latencyMs !== null && (
            <span className="tabular">{formatDuration(state.latencyMs)}</span>
          )}
          {calls > 0 && <span>{formatPlural(calls, "call")} running</span>}
        </p>
      )}
      <span className={styles.space} />
      <div className={styles.actions}>
        {command !== null && (
          <CopyButton
            icon={SquareTerminal}
            size={15}
            label={command.startsWith("ssh ") ? "Copy the ssh command" : "Copy the command"}
            text={() => command}
          />
        )}
        <IconButton icon={Pencil} size={14} label="Edit host" onClick={() => editDialog([host])} />
        {isReady(state) && (
          <>
            <IconButton
              icon={RefreshCw}
              size={14}
              label="Reconnect"
              onClick={() => void reconnect(host.id)}
            />
            <Button variant="quiet" icon={Unplug} onClick={() => void disconnect(host.id)}>
              Disconnect
            </Button>
          </>
        )}
      </div>
    </header>
  );
}
