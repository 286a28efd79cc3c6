import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Folders } from "./folders";
import { prepareStateFolder } from "./state-folder";

/**
 * The folder of Chromium's own files, out of the way of the user's. What an
 * earlier version kept among those is moved there, once.
 */
export function electronFolder({ data, state }: Pick<Folders, "data" | "state">): string {
  const folder = join(state, "electron");
  const earlier = join(data, "electron");
  try {
    prepareStateFolder(state);
    if (existsSync(earlier) && !existsSync(folder)) renameSync(earlier, folder);
  } catch {
    // Nothing in it is missed: Chromium makes a new one, or says itself why it cannot.
  }
  return folder;
}
