import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { chooseMethod, consoleOf, useConsole } from "../console/console-store";
import { MethodPicker } from "../console/method-picker";
import { focusTab } from "../shell/focus";
import { useTools } from "../tools/tools-store";
import { CallsInFlight } from "./calls-in-flight";
import { Facts } from "./facts";
import styles from "./overview.module.css";
import { showPart } from "./part-store";
import { SessionHistory } from "./session-history";
import { TransportLog } from "./transport-log";

interface OverviewProps {
  host: Host;
  session: Session | undefined;
  canCall: boolean;
}

/** What a host is, what runs there, and how its session went. */
export function Overview({ host, session, canCall }: OverviewProps) {
  const tools = useTools((state) => state.tools);
  const choice = useConsole((state) => consoleOf(state.hosts, host.id).choice);
  return (
    <div className={styles.overview} data-pane="overview">
      {canCall && (
        <div className={styles.tool}>
          <span className={styles.label}>Call</span>
          <MethodPicker
            tools={tools ?? []}
            choice={choice}
            onChoose={(next) => chooseMethod(host.id, next)}
            onChosen={() => {
              showPart(host.id, "console");
              focusTab("start");
            }}
          />
        </div>
      )}
      <Facts host={host} session={session} />
      {session !== undefined && (
        <>
          <CallsInFlight hostId={host.id} />
          <TransportLog host={host} session={session} isOpen={false} />
          <SessionHistory session={session} isOpen={false} />
        </>
      )}
    </div>
  );
}
