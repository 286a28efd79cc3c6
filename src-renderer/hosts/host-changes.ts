import type { Failure, Outcome } from "../../src-shared/failure";
import type { HostChange } from "../../src-shared/host";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";

let last: string | null = null;

/**
 * Has the list changed, says so and offers to undo it.
 * @returns what was changed, or why it could not be
 */
export async function applyChange(
  done: string,
  request: Promise<Outcome<HostChange>>,
): Promise<HostChange | Failure> {
  const reply = await request;
  if (!reply.ok) return reply.failure;
  const { changeId } = reply.value;
  last = changeId;
  notify(done, { label: "Undo", run: () => void undo(changeId) });
  return reply.value;
}

/** As `applyChange`, for what has no dialog to say why it could not be done. */
export async function changeHosts(
  done: string,
  request: Promise<Outcome<HostChange>>,
): Promise<HostChange | null> {
  const result = await applyChange(done, request);
  if ("changeId" in result) return result;
  notify(result.message);
  return null;
}

/** Whether something was changed here that was not taken back yet. */
export const canUndo = (): boolean => last !== null;

/** Takes back the last change that was made here, as long as that is possible. */
export function undoLastChange(): void {
  if (last === null) notify("There is nothing to undo.");
  else void undo(last);
}

async function undo(changeId: string): Promise<void> {
  if (last === changeId) last = null;
  const reply = await ipc.undoHostChange({ changeId });
  notify(reply.ok ? "The change was undone." : reply.failure.message);
}
