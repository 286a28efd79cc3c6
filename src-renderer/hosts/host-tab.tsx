import { Plug, Unplug } from "lucide-react";
import { formatAgo, formatExact } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { Console } from "../console/console";
import { consoleOf, useConsole } from "../console/console-store";
import { Button } from "../ui/button";
import { FailureView } from "../ui/failure-view";
import { useNow } from "../ui/use-now";
import { ConnectProgress } from "./connect-progress";
import { Facts } from "./facts";
import { HostHeader } from "./host-header";
import styles from "./host-tab.module.css";
import { connect, useHosts } from "./hosts-store";
import { LostLink } from "./lost-link";

/** A host: what its session does, and the console. */
export function HostTab({ hostId }: { hostId: string }) {
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId));
  const session = useHosts((state) => state.sessions.get(hostId));
  const hasCalls = useConsole((state) => consoleOf(state.hosts, hostId).calls.length > 0);
  if (host === undefined)
    return <p className={styles.gone}>This host is not in the list any more.</p>;
  const isReady = session?.state.kind === "ready" || session?.state.kind === "degraded";
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
    case "degraded":
      return <Facts state={{ ...state, kind: "ready" }} />;
    case "connecting":
      return (
        <div className={styles.state}>
          {session !== undefined && <ConnectProgress host={host} session={session} state={state} />}
        </div>
      );
    case "lost":
      return (
        <div className={styles.state}>
          {session !== undefined && <LostLink host={host} session={session} state={state} />}
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
