import { existsSync, type FSWatcher, watch } from "node:fs";
import { dirname, join, sep } from "node:path";
import { Burst } from "../burst";

/**
 * Tells that something may have changed below a folder. Folders alone are watched, which on every
 * system tells of the files in them: chokidar opens a watch for each file, and systems bound these.
 */
export class LibraryWatcher {
  readonly #watched = new Map<string, { identity: string; watcher: FSWatcher }>();
  readonly #burst: Burst;
  /** Why changes are not noticed, as a sentence; null where they are. */
  problem: string | null = null;

  /** @param onChange told once for each burst of changes */
  constructor(onChange: () => void) {
    this.#burst = new Burst(onChange);
  }

  /**
   * Watches these folders from now on, and no others.
   * @param root need not be there: then the nearest folder above it is watched
   * @param folders their paths below it, each with what tells it from a later one of the same path
   * @returns whether some are new: what is in them may have changed before they were watched
   */
  follow(root: string, folders: ReadonlyMap<string, string>): boolean {
    const wanted = new Map([[nearest(dirname(root)), ""]]);
    if (existsSync(root)) wanted.set(root, "");
    for (const [path, identity] of folders) wanted.set(join(root, path), identity);
    for (const [folder, { identity, watcher }] of this.#watched) {
      if (wanted.get(folder) === identity) continue;
      watcher.close();
      this.#watched.delete(folder);
    }
    this.problem = null;
    let isNew = false;
    for (const [folder, identity] of wanted) {
      if (this.#watched.has(folder) || this.problem !== null) continue;
      isNew = this.#watch(folder, identity) || isNew;
    }
    return isNew;
  }

  close(): void {
    this.#burst.cancel();
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  #watch(folder: string, identity: string): boolean {
    try {
      const watcher = watch(folder, (event, name) => {
        // A folder that is made again may be the same to the system, and its watch is dead.
        if (event === "rename") this.#leave(name === null ? folder : join(folder, name));
        this.#burst.notice();
      });
      // A folder that went away; the next listing finds out.
      watcher.on("error", () => {
        watcher.close();
        this.#watched.delete(folder);
        this.#burst.notice();
      });
      this.#watched.set(folder, { identity, watcher });
      return true;
    } catch (error) {
      // One that went away since it was listed is told of by the folder around it.
      if (existsSync(folder)) {
        const reason = error instanceof Error ? error.message : String(error);
        this.problem = `Changes by other programs are not noticed: ${reason}`;
      }
      return false;
    }
  }

  /** Stops watching a folder and those below, until they are listed again. */
  #leave(left: string): void {
    for (const [folder, { watcher }] of this.#watched) {
      if (folder !== left && !folder.startsWith(join(left, sep))) continue;
      watcher.close();
      this.#watched.delete(folder);
    }
  }
}

function nearest(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
