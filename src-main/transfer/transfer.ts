import { FailureError, failure } from "../../src-shared/failure";

export interface TransferOptions {
  /** Go on with what an earlier try has sent, and leave what this one has, should it be cut off. On by default. */
  resume?: boolean;
  /** Asked when it is cut off: whether what has arrived is left to be gone on with. It is, by default, with `resume`. */
  keepsPart?: () => boolean;
  /** Make the folders above the new file or folder that are not there. */
  makeParents?: boolean;
  /** Told after each part, of the bytes that are safely over and of all there are. */
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/** Bytes. */
export interface Progress {
  done: number;
  total: number;
}

export interface Transferred {
  /** The whole path of the file where it was put. */
  path: string;
  /** False where it was there already, with the same content and mode. */
  changed: boolean;
  size: number;
  /** SHA-256 of the content, in hexadecimal. */
  checksum: string;
  /** Bytes that an earlier try had sent. */
  resumedAt: number;
}

/** @throws FailureError `cancelled` */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FailureError(failure("cancelled", "The transfer was cancelled."));
}
