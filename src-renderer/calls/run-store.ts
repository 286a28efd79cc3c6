import { create } from "zustand";
import type { CallOutcome } from "../../src-shared/call";
import type { Host } from "../../src-shared/host";
import { selectHosts } from "../../src-shared/host-selector";
import { inTurn } from "../../src-shared/in-turn";
import type { SavedCall } from "../../src-shared/saved-call";
import { callState } from "../console/call-state";
import { fillForm, type ReadyCall, send } from "../console/console-store";
import { openHost } from "../hosts/choose-host";
import { useHosts } from "../hosts/hosts-store";
import { whenReady } from "../hosts/when-ready";
import { ipc } from "../ipc";
import { answerHere } from "../questions/questions-store";
import { focusTab } from "../shell/focus";
import { usableCall } from "./call-actions";
import { openCallDialog } from "./call-dialog-store";
import { formOfCall, sentArguments } from "./call-parts";
import type { CallTarget } from "./call-tool";

/** So many hosts are called at the same time. */
const AT_ONCE = 16;

export type RunState =
  | { kind: "waiting" | "connecting" | "running" | "not connected" }
  | { kind: "ended"; outcome: CallOutcome };

/** A saved call on several hosts: what it was when it was asked for, and how it stands on each. */
export interface Run {
  path: string;
  hosts: readonly Host[];
  isStarted: boolean;
  states: ReadonlyMap<string, RunState>;
}

export const useRuns = create<{ runs: ReadonlyMap<string, Run> }>(() => ({ runs: new Map() }));

function change(path: string, run: (run: Run) => Run): void {
  useRuns.setState(({ runs }) => {
    const known = runs.get(path);
    return known === undefined ? {} : { runs: new Map(runs).set(path, run(known)) };
  });
}

const setState = (path: string, hostId: string, state: RunState) =>
  change(path, (run) => ({ ...run, states: new Map(run.states).set(hostId, state) }));

/** Runs a saved call: on one host at once, which is shown then; on several after a look at which these are. */
export async function runSavedCall(path: string): Promise<void> {
  const usable = await usableCall(path);
  if (usable === null) return;
  const { hosts, problems } = selectHosts(useHosts.getState().hosts ?? [], usable.call.hosts);
  const [first] = hosts;
  if (problems.length > 0 || first === undefined) {
    const words = `${problems.join(" ")} Nothing was run. Mend "hosts" in the file, or the hosts.`;
    openCallDialog({ kind: "problem", path, words });
    return;
  }
  if (hosts.length === 1) void runOnOne(path, first, usable);
  else {
    if (!isRunning(useRuns.getState().runs.get(path))) {
      const run: Run = { path, hosts, isStarted: false, states: new Map() };
      useRuns.setState(({ runs }) => ({ runs: new Map(runs).set(path, run) }));
    }
    openCallDialog({ kind: "run", path });
  }
}

type Usable = CallTarget & { call: SavedCall };

async function runOnOne(path: string, host: Host, usable: Usable): Promise<void> {
  const ready = readyCall(usable);
  fillForm(host.id, ready, path);
  openHost(host.id);
  focusTab();
  // Why there is no session, its tab says.
  if (await whenReady(host.id)) await send(host.id, host.id, ready);
}

/** Runs what the dialog shows. Resolves when all have ended. */
export async function startRun(path: string): Promise<void> {
  const usable = await usableCall(path);
  const run = useRuns.getState().runs.get(path);
  if (usable === null || run === undefined || isRunning(run)) return;
  const waiting = run.hosts.map(({ id }): [string, RunState] => [id, { kind: "waiting" }]);
  change(path, (known) => ({ ...known, isStarted: true, states: new Map(waiting) }));
  // Hosts may ask for a password while the summary is shown.
  answerHere();
  const runId = crypto.randomUUID();
  const ready = { ...readyCall(usable), runId };
  try {
    await inTurn(run.hosts, AT_ONCE, async ({ id }) => {
      setState(path, id, { kind: "connecting" });
      const isReady = await whenReady(id);
      setState(path, id, { kind: isReady ? "running" : "not connected" });
      if (!isReady) return;
      setState(path, id, { kind: "ended", outcome: await send(id, id, ready) });
    });
  } finally {
    await ipc.endRun(runId);
  }
}

export function isRunning(run: Run | undefined): boolean {
  const states = [...(run?.states.values() ?? [])];
  return states.some(({ kind }) => kind !== "ended" && kind !== "not connected");
}

/** The state in a word. */
export function runWord(state: RunState | undefined): string {
  if (state === undefined) return "";
  if (state.kind !== "ended") return state.kind;
  const { outcome } = state;
  const word = callState({ outcome, isCancelling: false });
  return word === "ok" ? "returned" : word;
}

function readyCall({ tool, method, call }: Usable): ReadyCall {
  return {
    choice: { toolKey: tool.key, method: method.name },
    form: formOfCall(method, call).form,
    timeout: call.deadline === null ? "" : String(call.deadline),
    timeoutSeconds: call.deadline,
    ...sentArguments(call),
  };
}
