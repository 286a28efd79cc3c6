import { randomUUID } from "node:crypto";
import type { Step } from "./steps";

/** Changes that can be undone. */
const MAX_CHANGES = 50;

/** The last changes of a library. */
export class LibraryHistory {
  readonly #changes = new Map<string, readonly Step[]>();

  /** @returns the id that finds it */
  remember(steps: readonly Step[]): string {
    const undoId = randomUUID();
    this.#changes.set(undoId, steps);
    for (const oldest of this.#changes.keys()) {
      if (this.#changes.size <= MAX_CHANGES) break;
      this.#changes.delete(oldest);
    }
    return undoId;
  }

  find(undoId: string): readonly Step[] | undefined {
    return this.#changes.get(undoId);
  }

  forget(undoId: string): void {
    this.#changes.delete(undoId);
  }
}
