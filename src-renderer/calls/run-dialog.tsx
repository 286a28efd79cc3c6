import { formatDuration, formatPlural } from "../../src-shared/format";
import { callNameOf } from "../../src-shared/saved-call";
import { CallMark } from "../console/call-mark";
import { callState } from "../console/call-state";
import { openHost } from "../hosts/choose-host";
import { useHosts } from "../hosts/hosts-store";
import { StateMark } from "../hosts/state-mark";
import { type StateKind, stateKind } from "../hosts/state-words";
import { focusTab } from "../shell/focus";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { closeCallDialog } from "./call-dialog-store";
import styles from "./run-dialog.module.css";
import { isRunning, type RunState, runWord, startRun, useRuns } from "./run-store";

/** Which hosts a call runs on, asked before, and how it stands on each. Closing it ends nothing. */
export function RunDialog({ path }: { path: string }) {
  const run = useRuns((state) => state.runs.get(path));
  const sessions = useHosts((state) => state.sessions);
  if (run === undefined) return null;
  const { hosts, states, isStarted } = run;
  const isBusy = isRunning(run);
  const name = callNameOf(path);
  const count = formatPlural(hosts.length, "host");
  const ended = [...states.values()].filter(({ kind }) => kind === "ended").length;
  return (
    <Dialog
      title={isStarted ? `${name} on ${count}` : `Run ${name} on ${count}?`}
      description={
        isStarted
          ? "Each host has its result in its own console. Closing this ends nothing."
          : "Those that are not connected are connected to. Up to 16 run at a time."
      }
      onClose={closeCallDialog}
    >
      <ul className={styles.hosts} aria-label="Hosts of the run">
        {hosts.map((host) => {
          const state = states.get(host.id);
          return (
            <li key={host.id} className={styles.host}>
              <Mark state={state} link={stateKind(sessions.get(host.id))} />
              <button
                type="button"
                className={styles.name}
                onClick={() => {
                  closeCallDialog();
                  openHost(host.id);
                  focusTab();
                }}
              >
                {host.name}
              </button>
              <span className={styles.state}>
                {runWord(state)}
                {state?.kind === "ended" && ` ${formatDuration(state.outcome.elapsedMs)}`}
              </span>
            </li>
          );
        })}
      </ul>
      <p role="status" className={styles.status}>
        {isStarted && `${ended} of ${count} ended.`}
      </p>
      <DialogButtons>
        <Button onClick={closeCallDialog}>{isStarted ? "Close" : "Cancel"}</Button>
        {!isBusy && (
          <Button variant="primary" autoFocus data-run onClick={() => void startRun(path)}>
            {isStarted ? "Run again" : `Run on ${count}`}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** How the call stands; before it, how the session does. */
function Mark({ state, link }: { state: RunState | undefined; link: StateKind }) {
  if (state?.kind === "ended") {
    return <CallMark state={callState({ outcome: state.outcome, isCancelling: false })} />;
  }
  if (state?.kind === "running") return <CallMark state="running" />;
  return <StateMark kind={link} size={8} />;
}
