import { buildWhenNeeded } from "../build/build.mjs";
import { ensureElectron } from "../setup/electron.mjs";
import { ensureNodeModules } from "../setup/node-modules.mjs";
import { say } from "../setup/problem.mjs";
import { ensureSystem } from "../setup/system.mjs";

/**
 * What a suite may need before it runs. Each is met at most once, when the first suite asks for
 * it, and one that failed fails every suite that needs it.
 */
export class Requirements {
  /** @type {Map<() => Promise<unknown>, Promise<unknown>>} */
  #met = new Map();

  /**
   * @template T
   * @param {() => Promise<T>} requirement
   * @returns {Promise<T>}
   */
  meet(requirement) {
    const met = this.#met.get(requirement) ?? requirement();
    this.#met.set(requirement, met);
    return /** @type {Promise<T>} */ (met);
  }
}

export const nodeModules = () => ensureNodeModules();

export const system = () => ensureSystem({ forTests: true });

export async function electron() {
  const found = await ensureElectron();
  for (const note of found.notes) say(note);
  return found;
}

export const builtApp = () => buildWhenNeeded();
