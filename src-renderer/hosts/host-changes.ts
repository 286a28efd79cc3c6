import type { Failure, Outcome } from "../../src-shared/failure";
import type { Host, HostChange } from "../../src-shared/host";
import type { RequestInput } from "../../src-shared/ipc";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { openHostDialog } from "./host-dialog-store";
import { isOpen, putHost, useHosts } from "./hosts-store";
import { leaving } from "./leave-hosts";

/** As many as the main process remembers. */
const MAX_CHANGES = 100;

/** A change that was made here, and the sentence that told it. */
interface Done extends HostChange {
  sentence: string;
}

/** What was changed and not taken back yet, oldest first. */
let changes: Done[] = [];

function tell(sentence: string, change: HostChange): void {
  const done = { ...change, sentence };
  changes = [...changes, done].slice(-MAX_CHANGES);
  notify(sentence, { label: "Undo", run: () => undo(done) });
}

/**
 * Has the list changed, says so and offers to undo it.
 * @returns what was changed, or why it could not be
 */
export async function applyChange(
  sentence: string,
  request: Promise<Outcome<HostChange>>,
): Promise<HostChange | Failure> {
  const reply = await request;
  if (!reply.ok) return reply.failure;
  tell(sentence, reply.value);
  return reply.value;
}

/** As `applyChange`, for what has no dialog to say why it could not be done. */
export async function changeHosts(
  sentence: string,
  request: Promise<Outcome<HostChange>>,
): Promise<HostChange | null> {
  const result = await applyChange(sentence, request);
  if ("changeId" in result) return result;
  notify(result.message);
  return null;
}

/** Adds a host, or finds the one that is there already. @returns the host, or why it could not be added */
export async function addHost(input: RequestInput<"addHost">): Promise<Host | Failure> {
  const reply = await ipc.addHost(input);
  if (!reply.ok) return reply.failure;
  const { host, change } = reply.value;
  putHost(host);
  if (change !== null) tell(`${host.name} was added.`, change);
  return host;
}

/** Whether something was changed here that was not taken back yet. */
export const canUndo = (): boolean => changes.length > 0;

/** Takes back the last change that was made here, then the one before it, as long as that is possible. */
export function undoLastChange(): void {
  const last = changes.at(-1);
  if (last === undefined) notify("There is nothing to undo.");
  else undo(last);
}

/** Asks first where hosts with open sessions go with it. */
function undo(change: Done): void {
  const { sessions } = useHosts.getState();
  if (change.addedIds.some((id) => isOpen(sessions.get(id)))) {
    const run = () => takeBack(change);
    openHostDialog({ kind: "remove", hostIds: change.addedIds, run });
  } else void takeBack(change);
}

async function takeBack({ changeId, addedIds, sentence }: Done): Promise<void> {
  changes = changes.filter((each) => each.changeId !== changeId);
  const leave = addedIds.length === 0 ? () => {} : leaving(addedIds);
  const reply = await ipc.undoHostChange({ changeId });
  if (reply.ok) leave();
  notify(reply.ok ? `Undone: ${sentence}` : reply.failure.message);
}
