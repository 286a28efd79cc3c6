import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";
import type { Entry } from "./remote-files";
import type { Progress } from "./transfer";

/** Files that are on their way at a time. */
export const FILES_AT_A_TIME = 4;
/** What a folder may have in it to be transferred as a whole. */
const MAX_ENTRIES = 1_000_000;

export interface TransferredFolder {
  /** The whole path of the folder where it was put. */
  path: string;
  /** Files, folders and links that were not there already as they are now. */
  changed: number;
  files: number;
  /** Bytes of all files. */
  size: number;
}

/** What is in a folder, in the order in which it can be made: each folder before what is in it. */
export class Tree {
  readonly folders: Entry[] = [];
  readonly files: Entry[] = [];
  readonly links: Entry[] = [];
  readonly #known = new Set<string>();
  readonly #folderPaths = new Set<string>([""]);

  get size(): number {
    return this.files.reduce((sum, file) => sum + file.size, 0);
  }

  /**
   * Adds what was found. Nothing of it is believed: not that its path stays within the folder, nor that
   * it is not below a link.
   * @throws FailureError `bad_request` for what cannot be transferred, `protocol_error` for what cannot
   *   be, `too_large`
   */
  add(entry: Entry): void {
    const { path, type } = entry;
    const shown = printableLine(path);
    const parts = path.split("/");
    const isWithin = parts.every((part) => !["", ".", ".."].includes(part));
    const parent = parts.slice(0, -1).join("/");
    if (
      !isWithin ||
      path.includes("\0") ||
      this.#known.has(path) ||
      !this.#folderPaths.has(parent)
    ) {
      throw new FailureError(
        failure("protocol_error", `A folder cannot have ${shown} in it.`, {
          advice: "The connection is not to be trusted. Connect again.",
        }),
      );
    }
    if (process.platform === "win32" && /[\\:]/.test(path)) {
      // They would be another path there.
      throw refused(`The name of ${shown} cannot be used on Windows.`, "Rename it first.");
    }
    if (/\p{Surrogate}|\uFFFD/u.test(path)) {
      throw refused(`The name of ${shown} is no UTF-8.`, "Rename it first.");
    }
    if (this.#known.size >= MAX_ENTRIES) {
      const advice = "Make an archive of it, or transfer its folders one by one.";
      throw new FailureError(
        failure("too_large", `The folder has more than ${MAX_ENTRIES} files in it.`, { advice }),
      );
    }
    this.#known.add(path);
    if (type === "directory") {
      this.folders.push(entry);
      this.#folderPaths.add(path);
    } else if (type === "file") {
      this.files.push(entry);
    } else if (type === "link") {
      this.links.push(entry);
    } else {
      throw refused(
        `${shown} is a device, pipe or socket.`,
        "Only files, folders and links go over.",
      );
    }
  }
}

function refused(message: string, advice: string): FailureError {
  return new FailureError(failure("bad_request", message, { advice }));
}

/** Makes one progress of that of many files. */
export class TotalProgress {
  #done = 0;

  constructor(
    private readonly total: number,
    private readonly onProgress: ((progress: Progress) => void) | undefined,
  ) {}

  /** What the transfer of one of the files tells its progress to. */
  ofOne(): (progress: Progress) => void {
    let before = 0;
    return ({ done }) => {
      this.#done += done - before;
      before = done;
      this.onProgress?.({ done: this.#done, total: this.total });
    };
  }
}
