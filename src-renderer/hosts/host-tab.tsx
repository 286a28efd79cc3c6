import { Plug, Unplug } from "lucide-react";
import { useEffect } from "react";
import { formatAgo, formatExact } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import { isReady, type Session, type SessionState } from "../../src-shared/session";
import { consoleOf, useConsole } from "../console/console-store";
import { useHasTransfers } from "../files/transfers-store";
import { Button } from "../ui/button";
import { useNow } from "../ui/use-now";
import { ConnectProgress } from "./connect-progress";
import { factsOf, gatherOnce, sessionKey, useFacts } from "./facts-store";
import { HostHeader } from "./host-header";
import { HostParts } from "./host-parts";
import styles from "./host-tab.module.css";
import { connect, useHosts } from "./hosts-store";
import { LateAnswer, LostLink } from "./lost-link";
import { SessionFailure } from "./session-failure";
import { SessionHistory } from "./session-history";
import { TransportLog } from "./transport-log";

/** A host: what its session does, the console, and what is known of it. */
export function HostTab({ hostId }: { hostId: string }) {
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId));
  const session = useHosts((state) => state.sessions.get(hostId));
  const hasCalls = useConsole((state) => consoleOf(state.hosts, hostId).calls.length > 0);
  const hasFacts = useFacts((state) => factsOf(state.hosts, hostId).facts !== null);
  const hasTransfers = useHasTransfers(hostId);
  const key = sessionKey(session);
  useEffect(() => {
    void gatherOnce(hostId, key);
  }, [hostId, key]);
  if (host === undefined)
    return <p className={styles.gone}>This host is not in the list any more.</p>;
  const canCall = isReady(session?.state);
  return (
    <article className={styles.tab} aria-label={host.name}>
      <HostHeader host={host} session={session} />
      {session?.state.kind === "degraded" && <LateAnswer lastHeard={session.state.lastHeard} />}
      {!canCall && (
        <div className={styles.state}>
          <State host={host} session={session} />
        </div>
      )}
      {canCall || hasCalls || hasFacts || hasTransfers ? (
        <HostParts host={host} session={session} canCall={canCall} />
      ) : (
        session !== undefined && (
          <div className={styles.more}>
            <TransportLog
              host={host}
              session={session}
              isOpen={session.state.kind === "connecting"}
            />
            <SessionHistory session={session} isOpen={false} />
          </div>
        )
      )}
    </article>
  );
}

function State({ host, session }: { host: Host; session: Session | undefined }) {
  const state = session?.state;
  switch (state?.kind) {
    case "connecting":
      return session && <ConnectProgress host={host} session={session} state={state} />;
    case "failed":
      return (
        <SessionFailure
          host={host}
          failure={state.failure}
          hasLog={session !== undefined && session.stderr.length > 0}
        />
      );
    case "lost":
      return session && <LostLink host={host} session={session} state={state} />;
    default:
      return <Closed host={host} state={state ?? null} />;
  }
}

type ClosedState = Extract<SessionState, { kind: "closed" | "ready" | "degraded" }>;

function Closed({ host, state }: { host: Host; state: ClosedState | null }) {
  const now = useNow(30_000);
  return (
    <>
      <p className={styles.closed}>
        {state === null ? (
          "There is no session with this host yet."
        ) : (
          <>
            <Unplug size={14} aria-hidden />
            <span>
              {state.kind === "closed" && state.isCancelled
                ? "You cancelled connecting "
                : "The session was closed "}
              <time title={formatExact(state.since)}>{formatAgo(state.since, now)}</time>.
            </span>
          </>
        )}
      </p>
      <div className={styles.buttons}>
        <Button variant="primary" icon={Plug} data-tab-focus onClick={() => void connect(host.id)}>
          Connect
        </Button>
      </div>
    </>
  );
}
