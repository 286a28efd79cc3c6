import { Unplug } from "lucide-react";
import { formatDuration, formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { Button } from "../ui/button";
import styles from "./host-header.module.css";
import { addressOf } from "./host-rows";
import { disconnect } from "./hosts-store";
import { StateMark } from "./state-mark";
import { stateKind, stateWord } from "./state-words";

/** Which host this is, and how it stands with it. */
export function HostHeader({ host, session }: { host: Host; session: Session | undefined }) {
  const address = addressOf(host);
  const state = session?.state;
  const calls = session?.callsInFlight ?? 0;
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>{host.name}</h1>
      {address !== "" && address !== host.name && (
        <code className={`${styles.address} selectable`}>{address}</code>
      )}
      <p className={styles.state} data-testid="host-state" role="status">
        <StateMark kind={stateKind(session)} />
        {stateWord(session)}
      </p>
      {state?.kind === "ready" && (
        <p className={styles.detail}>
          {state.latencyMs !== null && (
            <span className="tabular">{formatDuration(state.latencyMs)}</span>
          )}
          {calls > 0 && <span>{formatPlural(calls, "call")} running</span>}
        </p>
      )}
      <span className={styles.space} />
      {state?.kind === "ready" && (
        <Button variant="quiet" icon={Unplug} onClick={() => void disconnect(host.id)}>
          Disconnect
        </Button>
      )}
    </header>
  );
}
