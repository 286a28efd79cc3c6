import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import picomatch from "picomatch";
import { Burst, QUIET_MS } from "../burst";
import type { ConfigFiles } from "../ssh-config/config-files";

/**
 * Tells of changes of some files, and of files that begin to fit some patterns. Folders are
 * watched, so that an editor may replace a file by another one, and a missing one may appear.
 */
export class ConfigWatcher {
  #watcher: FSWatcher | null = null;
  #watched = "";
  #isRelevant: (path: string) => boolean = () => false;
  readonly #burst: Burst;
  /** Why changes are not noticed, as a sentence; null where they are. */
  problem: string | null = null;

  /** @param onChange told once for each burst of changes */
  constructor(onChange: () => void) {
    this.#burst = new Burst(onChange);
  }

  /**
   * Watches these from now on instead of what was watched. Resolves when nothing can be missed any more.
   * @returns false where they were watched already; otherwise they may have changed meanwhile
   */
  async follow(configs: readonly ConfigFiles[], others: readonly string[]): Promise<boolean> {
    const files = [...configs.flatMap(({ lines, root }) => [root, ...lines.keys()]), ...others];
    const patterns = configs.flatMap((config) => config.patterns);
    const folders = [...files.map(dirname), ...patterns.map(fixedFolder)];
    const key = JSON.stringify([[...files].sort(), [...patterns].sort()]);
    if (key === this.#watched) return false;
    this.#watched = key;
    const ways = folders.map(wayTo);
    this.#isRelevant = relevance([...files, ...ways.flat()], patterns);
    const former = this.#watcher;
    const watcher = watch([...new Set(ways.flatMap(([first]) => first ?? []))], {
      ignored: (path) => !this.#isRelevant(path),
      ignoreInitial: true,
      // An editor that replaces a file removes it first.
      atomic: QUIET_MS,
    });
    this.#watcher = watcher;
    watcher.on("all", () => this.#burst.notice());
    watcher.on("error", (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.problem = `Changes of the ssh configuration are not noticed: ${reason}`;
    });
    await Promise.all([
      former?.close(),
      new Promise<void>((resolve) => watcher.once("ready", resolve)),
    ]);
    return true;
  }

  async close(): Promise<void> {
    this.#burst.cancel();
    this.#watched = "";
    await this.#watcher?.close();
    this.#watcher = null;
  }
}

/** The nearest folder that is there, and those from it to the one that is meant. */
function wayTo(folder: string): string[] {
  const way = [folder];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) {
    way.unshift(dirname(at));
  }
  return way;
}

/** The folder above the first part of a pattern that has a wildcard. */
function fixedFolder(pattern: string): string {
  const parts = pattern.split("/");
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  return first === -1 ? dirname(pattern) : parts.slice(0, first).join("/") || "/";
}

/** What is one of the paths, fits a pattern, or is a folder on the way to what fits. */
function relevance(paths: readonly string[], patterns: readonly string[]) {
  const exact = new Set(paths);
  const beginnings = new Set(
    patterns.flatMap((pattern) => {
      const parts = pattern.split("/");
      return parts.map((_, index) => parts.slice(0, index + 1).join("/")).slice(1);
    }),
  );
  const fits = picomatch([...beginnings], { nobrace: true, noextglob: true, nonegate: true });
  return (path: string) => exact.has(path) || (beginnings.size > 0 && fits(path));
}
