import { ArrowUpDown, PanelBottom } from "lucide-react";
import { formatDuration, formatPlural } from "../../src-shared/format";
import { isReady } from "../../src-shared/session";
import { isUnderWay } from "../../src-shared/transfer";
import { runningWords } from "../files/transfer-words";
import { useTransfers } from "../files/transfers-store";
import { useHosts } from "../hosts/hosts-store";
import { showPart } from "../hosts/part-store";
import { StateMark } from "../hosts/state-mark";
import { stateKind, stateWord } from "../hosts/state-words";
import { modKey } from "../ui/keys";
import { Tip } from "../ui/tooltip";
import { openHostTab, toggleLogs, useShell } from "./shell-store";
import styles from "./status-bar.module.css";

export function StatusBar() {
  const sessions = useHosts((state) => state.sessions);
  const logsOpen = useShell((state) => state.logsOpen);
  const all = [...sessions.values()];
  const open = all.filter((session) => isReady(session.state)).length;
  const degraded = all.filter((session) => session.state.kind === "degraded").length;
  const connecting = all.filter((session) => session.state.kind === "connecting").length;
  const calls = all.reduce((sum, session) => sum + session.callsInFlight, 0);
  return (
    <footer className={styles.bar}>
      <span>{formatPlural(open, "session")}</span>
      {degraded > 0 && <span>{degraded} without an answer</span>}
      {connecting > 0 && <span>{connecting} connecting</span>}
      <ActiveHost />
      <span>{formatPlural(calls, "call")} running</span>
      <RunningTransfers />
      <span className={styles.space} />
      <Tip text={logsOpen ? "Hide the logs" : "Show the logs"} keys={`${modKey}+J`} side="top">
        <button
          type="button"
          className={styles.button}
          aria-pressed={logsOpen}
          onClick={toggleLogs}
        >
          <PanelBottom size={13} aria-hidden /> Logs
        </button>
      </Tip>
    </footer>
  );
}

/** What goes on in the background; leads to where it is shown. */
function RunningTransfers() {
  const all = useTransfers((state) => state.all);
  const words = runningWords(all.values());
  if (words === null) return null;
  const first = [...all.values()].find(isUnderWay);
  return (
    <button
      type="button"
      className={styles.button}
      onClick={() => {
        if (first === undefined) return;
        openHostTab(first.hostId);
        showPart(first.hostId, "files");
      }}
    >
      <ArrowUpDown size={13} aria-hidden /> {words}
    </button>
  );
}

function ActiveHost() {
  const hostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : null;
  });
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId));
  const session = useHosts((state) => (hostId === null ? undefined : state.sessions.get(hostId)));
  if (host === undefined) return null;
  const state = session?.state;
  return (
    <span className={styles.host}>
      <StateMark kind={stateKind(session)} size={8} />
      <span className={styles.name}>{host.name}</span> {stateWord(session)}
      {(state?.kind === "ready" || state?.kind === "degraded") &&
        state.latencyMs !== null &&
        ` ${formatDuration(state.latencyMs)}`}
    </span>
  );
}
