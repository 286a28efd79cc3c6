import { toFailure } from "../../src-shared/failure";
import { libraryPathSchema, samePathKey } from "../../src-shared/library";
import { printableLine } from "../../src-shared/printable";
import { textOf } from "./text-file";

/** Bounds of what one import takes, so that a hostile file can fill neither memory nor disk. */
export interface ImportBounds {
  files: number;
  /** Bytes of all texts. */
  bytes: number;
  /** What is looked at, with what is left out. */
  entries: number;
}

export const importBounds: ImportBounds = {
  files: 5_000,
  bytes: 32 * 1024 * 1024,
  entries: 20_000,
};

const MAX_PROBLEMS = 100;
/** Characters of a name in a problem: one in a zip may have 65,535. */
const MAX_NAME = 512;

/** Gathers the files of an import; what cannot be taken becomes a problem. */
export class ImportFiles {
  readonly files: { path: string; text: string }[] = [];
  readonly #problems: string[] = [];
  /** Problems that are not told. */
  #untold = 0;
  #isCutOff = false;
  /** Keys of the files and of the folders around them. */
  readonly #taken = new Map<string, "file" | "folder">();
  #bytes = 0;
  #entries = 0;

  constructor(readonly bounds: ImportBounds = importBounds) {}

  get problems(): string[] {
    const cutOff = `There are more than ${this.files.length} files. The others are left out.`;
    return [
      ...(this.#isCutOff ? [cutOff] : []),
      ...this.#problems,
      ...(this.#untold > 0 ? [`${this.#untold} more are left out.`] : []),
    ];
  }

  leaveOut(name: string, reason: string): void {
    const shown = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
    this.#tell(`${printableLine(shown)} is left out: ${reason}.`);
  }

  /** To be asked before each entry. @returns false where no more are looked at, which is said */
  hasRoom(): boolean {
    this.#entries += 1;
    if (this.#entries <= this.bounds.entries && this.files.length < this.bounds.files) return true;
    this.#isCutOff = true;
    return false;
  }

  /**
   * Whether a file may be taken, before it is read. What is hidden is left out without a word.
   * @param size bytes, as they are said to be
   */
  wants(path: string, size: number): boolean {
    if (path.split("/").some((part) => /^\.[^.]/.test(part))) return false;
    if (!libraryPathSchema.safeParse(path).success) {
      this.leaveOut(path, "this is no path that every system takes");
    } else if (!this.#isFree(path)) {
      this.leaveOut(
        path,
        "another one has the same name, or one that not every system tells apart",
      );
    } else if (this.#bytes + size > this.bounds.bytes) {
      this.leaveOut(path, "it is too large");
    } else {
      return true;
    }
    return false;
  }

  /** Takes a file that was wanted. */
  add(path: string, bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    try {
      this.files.push({ path, text: textOf(bytes, path) });
    } catch (error) {
      this.#tell(toFailure(error).message);
      return;
    }
    this.#taken.set(samePathKey(path), "file");
    for (const folder of foldersAround(path)) this.#taken.set(samePathKey(folder), "folder");
  }

  #tell(problem: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
    else this.#untold += 1;
  }

  #isFree(path: string): boolean {
    const isFile = (each: string) => this.#taken.get(samePathKey(each)) === "file";
    return !this.#taken.has(samePathKey(path)) && !foldersAround(path).some(isFile);
  }
}

/** `a/b/c` -> `a`, `a/b` */
export function foldersAround(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
