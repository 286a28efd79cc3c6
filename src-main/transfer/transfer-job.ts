import { stat } from "node:fs/promises";
import type { ConflictAnswer, Transfer, TransferState } from "../../src-shared/transfer";
import { downloadFile } from "./download";
import { downloadFolder } from "./download-folder";
import { fileFailure } from "./local-files";
import type { Caller, RemoteFiles, TransferTools } from "./remote-files";
import type { TransferOptions, Transferred } from "./transfer";
import type { TransferredFolder } from "./tree";
import { uploadFile } from "./upload";
import { uploadFolder } from "./upload-folder";

/** What was begun together, and what a person has said for all of it. */
export interface Batch {
  answer: ConflictAnswer | null;
}

export interface Job {
  view: Transfer;
  readonly batch: Batch;
  /** What becomes of what stands there; null until it is known. */
  answer: ConflictAnswer | null;
  /** A person wants it again: the session may have to be made first. */
  isAgain: boolean;
  stop: AbortController;
}

/** The transfers of one host, in the order in which they were asked for. */
export interface Lane {
  waiting: Job[];
  running: Set<Job>;
}

/** Whether what is carried is a folder, at the end where it is. @throws FailureError */
export async function isFolderAt(view: Transfer, remote: RemoteFiles): Promise<boolean> {
  if (view.direction === "download") {
    return (await remote.look(view.remotePath)).type === "directory";
  }
  try {
    return (await stat(view.localPath)).isDirectory();
  } catch (error) {
    throw fileFailure(`${view.localPath} cannot be read.`, error);
  }
}

/** Does it. @throws FailureError as `uploadFile` and the others do */
export async function carry(
  { direction, localPath, remotePath }: Transfer,
  caller: Caller,
  tools: TransferTools,
  isFolder: boolean,
  options: TransferOptions,
): Promise<Transferred | TransferredFolder> {
  if (direction === "upload") {
    const upload = isFolder ? uploadFolder : uploadFile;
    return await upload(caller, tools, localPath, remotePath, options);
  }
  const download = isFolder ? downloadFolder : downloadFile;
  return await download(caller, tools, remotePath, localPath, options);
}

/** Where it goes: the same text for two that go to the same place. */
export function destinationOf({ view }: Job): string {
  return view.direction === "upload" ? `up ${view.remotePath}` : `down ${view.localPath}`;
}

export function doneState(done: Transferred | TransferredFolder): TransferState {
  const { size } = done;
  if ("files" in done) {
    const { files, changed } = done;
    return { kind: "done", changed: changed > 0, size, files, resumedAt: 0 };
  }
  return { kind: "done", changed: done.changed, size, files: null, resumedAt: done.resumedAt };
}
