import { Plug, Unplug, X } from "lucide-react";
import { formatAgo, formatExact } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { Console } from "../console/console";
import { consoleOf, useConsole } from "../console/console-store";
import { Button } from "../ui/button";
import { Elapsed } from "../ui/elapsed";
import { FailureView } from "../ui/failure-view";
import { useNow } from "../ui/use-now";
import { Facts } from "./facts";
import { HostHeader } from "./host-header";
import styles from "./host-tab.module.css";
import { connect, disconnect, useHosts } from "./hosts-store";
import { StateMark } from "./state-mark";
import { stepWords } from "./state-words";

/** A host: what its session does, and the console. */
export function HostTab({ hostId }: { hostId: string }) {
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId));
  const session = useHosts((state) => state.sessions.get(hostId));
  const hasCalls = useConsole((state) => consoleOf(state.hosts, hostId).calls.length > 0);
  if (host === undefined)
    return <p className={styles.gone}>This host is not in the list any more.</p>;
  const isReady = session?.state.kind === "ready";
  return (
    <article className={styles.tab} aria-label={host.name}>
      <HostHeader host={host} session={session} />
      <State host={host} session={session} />
      {(isReady || hasCalls) && <Console hostId={hostId} canCall={isReady} />}
    </article>
  );
}

function State({ host, session }: { host: Host; session: Session | undefined }) {
  const state = session?.state;
  switch (state?.kind) {
    case "ready":
      return <Facts state={state} />;
    case "connecting":
      return (
        <div className={styles.state}>
          <p className={styles.step} role="status">
            <StateMark kind="connecting" size={12} />
            {stepWords(state.step, host.source !== "local")}
            <span aria-hidden className={styles.elapsed}>
              <Elapsed since={state.since} />
            </span>
          </p>
          <div className={styles.buttons}>
            <Button
              icon={X}
              keys="Esc"
              aria-label="Cancel"
              data-cancel
              data-tab-focus
              onClick={() => void disconnect(host.id)}
            >
              Cancel
            </Button>
          </div>
          {/* Below the button, which must not move under the pointer as lines arrive. */}
          {session !== undefined && session.stderr.length > 0 && (
            <pre className={`${styles.stderr} selectable`}>
              {session.stderr.slice(-5).join("\n")}
            </pre>
          )}
        </div>
      );
    case "failed":
      return (
        <div className={styles.state}>
          <FailureView failure={state.failure}>
            <Button variant="primary" data-tab-focus onClick={() => void connect(host.id)}>
              Try again
            </Button>
          </FailureView>
        </div>
      );
    default:
      return <Closed host={host} since={state?.since ?? null} />;
  }
}

function Closed({ host, since }: { host: Host; since: number | null }) {
  const now = useNow(30_000);
  return (
    <div className={styles.state}>
      <p className={styles.closed}>
        {since === null ? (
          "There is no session with this host yet."
        ) : (
          <>
            <Unplug size={14} aria-hidden />
            <span>
              The session was closed <time title={formatExact(since)}>{formatAgo(since, now)}</time>
              .
            </span>
          </>
        )}
      </p>
      <div className={styles.buttons}>
        <Button variant="primary" icon={Plug} data-tab-focus onClick={() => void connect(host.id)}>
          Connect
        </Button>
      </div>
    </div>
  );
}
