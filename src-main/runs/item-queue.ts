import type { Item, ItemBatch } from "../../src-shared/call";
import { FailureError, failure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";

/** Bytes of items that wait before the target has to. */
export const MAX_WAITING = 1024 * 1024;
/** What an item takes of them beside its own, for what it costs here. */
const ITEM_COST = 256;

/** The items of one call, from the target that yields them to a page that asks for them. */
export class ItemQueue {
  #items: Item[] = [];
  #waiting = 0;
  #isEnded = false;
  #isAbandoned = false;
  #takers: (() => void)[] = [];
  #room: (() => void) | null = null;

  /**
   * Puts an item in; resolves when there is room for the next.
   * @throws FailureError `cancelled` when nobody asks for items any more
   */
  async put(value: Value, bytes: number): Promise<void> {
    if (!this.#isAbandoned) {
      this.#items.push({ value, bytes });
      this.#waiting += bytes + ITEM_COST;
      this.#wakeTakers();
      if (this.#waiting < MAX_WAITING) return;
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    if (this.#isAbandoned) {
      throw new FailureError(failure("cancelled", "The page that took the items is gone."));
    }
  }

  /** All that waits; where that is nothing, what comes next. */
  async take(): Promise<ItemBatch> {
    if (this.#items.length === 0 && !this.#isEnded) {
      await new Promise<void>((resolve) => this.#takers.push(resolve));
    }
    const items = this.#items;
    this.#items = [];
    this.#waiting = 0;
    this.#room?.();
    this.#room = null;
    return { items, isEnd: this.#isEnded };
  }

  /** No more comes. @returns whether nothing is left to take */
  end(): boolean {
    this.#isEnded = true;
    this.#wakeTakers();
    return this.#items.length === 0;
  }

  /** Nobody takes any more: what waits is dropped, and what would be put is refused. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#items = [];
    this.#room?.();
    this.end();
  }

  #wakeTakers(): void {
    if (this.#takers.length === 0) return;
    const takers = this.#takers;
    this.#takers = [];
    // Not at once: items that arrive together are taken together.
    setImmediate(() => {
      for (const wake of takers) wake();
    });
  }
}
