import { z } from "zod";
import type { Failure } from "./failure";

/** What becomes of a file or folder that is there already where a transfer goes. A folder that is "replaced" takes what is sent beside what it has. */
export const conflictAnswers = ["replace", "keep_both", "skip"] as const;
export type ConflictAnswer = (typeof conflictAnswers)[number];

/** What stands where a transfer goes. Bytes, and milliseconds since the epoch. */
export interface Standing {
  type: "file" | "directory" | "link" | "other";
  size: number;
  modified: number;
}

/** Bytes; `total` is null until it is known, `rate` is per second, null until it can be told. */
export interface Moved {
  done: number;
  total: number | null;
  rate: number | null;
}

export type TransferState =
  /** Its turn comes. */
  | { kind: "waiting" }
  /** Something is there already; a person says what becomes of it. */
  | { kind: "asking"; standing: Standing; answers: readonly ConflictAnswer[] }
  | ({ kind: "running" } & Moved)
  /** `changed` is false where all was there already; `files` is null for a single file. */
  | { kind: "done"; changed: boolean; size: number; files: number | null; resumedAt: number }
  /** What has arrived waits to be gone on with. */
  | ({ kind: "failed"; failure: Failure } & Pick<Moved, "done" | "total">)
  | { kind: "cancelled"; isSkipped: boolean };

/** A file or folder on its way between this machine and a host, or what became of it. */
export interface Transfer {
  id: string;
  hostId: string;
  direction: "upload" | "download";
  /** What it is called where it goes. */
  name: string;
  /** The file or folder itself, at either end. */
  localPath: string;
  remotePath: string;
  /** Null until it was looked at. */
  isFolder: boolean | null;
  state: TransferState;
}

/** What has changed in the list of transfers. */
export interface TransferChanges {
  changed: Transfer[];
  /** Ids of those that are not in it any more. */
  removed: string[];
}

/** A path of a target, which may have halves of characters in it where a name is no UTF-8. */
export const remotePathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes("\0"), "must not have zero characters");
export const transferIdSchema = z.string().min(1).max(64);
/** What one drop or one selection may have. */
export const MAX_TRANSFERS = 10_000;

/** Whether it can still come to something by itself. */
export function isUnderWay({ state }: Pick<Transfer, "state">): boolean {
  return state.kind === "waiting" || state.kind === "asking" || state.kind === "running";
}
