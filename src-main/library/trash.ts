import { randomUUID } from "node:crypto";
import { cp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { prepareStateFolder } from "../settings/state-folder";
import { fileError, hasCode } from "./failures";
import { makeFolders } from "./place";

/** Removals that are kept. */
const MAX_KEPT = 50;

/** Moves a file or folder, to another disk too. @throws FailureError `file_error` */
export async function moveEntry(from: string, to: string, path: string): Promise<void> {
  try {
    try {
      await rename(from, to);
    } catch (error) {
      if (!hasCode(error, "EXDEV")) throw error;
      const options = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };
      await cp(from, to, { ...options, errorOnExist: true, force: false });
      await rm(from, { recursive: true });
    }
  } catch (error) {
    throw fileError(`${path} cannot be moved`, error);
  }
}

/** Where removed files are for a while: in the state folder, a folder for each removal. */
export class Trash {
  constructor(
    private readonly state: string,
    private readonly library: string,
  ) {}

  /**
   * A place for one removal. The oldest removals beyond 50 are gone for good.
   * @throws FailureError `file_error`
   */
  async open(): Promise<string> {
    prepareStateFolder(this.state);
    const folder = join(this.state, "trash", this.library);
    await makeFolders(folder);
    const time = new Date().toISOString().replace(/[:.]/g, "-");
    try {
      const kept = (await readdir(folder)).sort();
      for (const oldest of kept.slice(0, Math.max(0, kept.length - MAX_KEPT + 1))) {
        await rm(join(folder, oldest), { recursive: true, force: true });
      }
    } catch (error) {
      throw fileError(`${folder} cannot be tidied`, error);
    }
    return join(folder, `${time}-${randomUUID().slice(0, 8)}`);
  }

  /** @throws FailureError `file_error` */
  async take(from: string, to: string, path: string): Promise<void> {
    await makeFolders(dirname(to));
    await moveEntry(from, to, path);
  }
}
