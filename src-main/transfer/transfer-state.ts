import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";
import type { ConflictAnswer, Standing, TransferState } from "../../src-shared/transfer";

type Kind = TransferState["kind"];

/** What may follow what. */
const following: Record<Kind, readonly Kind[]> = {
  waiting: ["running", "cancelled"],
  asking: ["waiting", "cancelled"],
  running: ["running", "asking", "done", "failed", "cancelled"],
  done: [],
  failed: ["waiting"],
  cancelled: ["waiting"],
};

/** @throws Error for a state that cannot follow: whoever asks for it has a defect */
export function checkFollows(before: Kind, after: Kind): void {
  if (!following[before].includes(after)) {
    throw new Error(`A transfer that is ${before} cannot become ${after}.`);
  }
}

/** What may become of what stands in the way: only a file replaces a file, and a folder goes into a folder. */
export function answersTo(standing: Standing, isFolder: boolean): readonly ConflictAnswer[] {
  const isSameKind = standing.type === (isFolder ? "directory" : "file");
  return isSameKind ? ["replace", "keep_both", "skip"] : ["keep_both", "skip"];
}

/**
 * The name that a file of a target gets here: its own.
 * @throws FailureError `bad_request` for what is no name of one, or cannot be one here
 */
export function localName(remotePath: string): string {
  const name = remotePath.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const shown = printableLine(name);
  if (["", ".", ".."].includes(name) || name.includes("\0")) {
    throw refused(`${printableLine(remotePath)} has no name that it could be given here.`);
  }
  if (/\p{Surrogate}|\uFFFD/u.test(name)) {
    throw refused(`The name of ${shown} is no UTF-8.`, "Rename it first.");
  }
  if (process.platform === "win32" && /[\\/:*?"<>|]/.test(name)) {
    throw refused(`The name of ${shown} cannot be used on Windows.`, "Rename it first.");
  }
  return name;
}

function refused(message: string, advice = ""): FailureError {
  return new FailureError(failure("bad_request", message, { advice }));
}
