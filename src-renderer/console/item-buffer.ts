import type { Item } from "../../src-shared/call";
import type { Value } from "../../src-shared/value";

/** How many items of a call are kept, and how many bytes of them. The oldest make room. */
export const MAX_ITEMS = 10_000;
export const MAX_BYTES = 64 * 1024 * 1024;

/** The newest items that a call has yielded. The first ever has the number 0. */
export class ItemBuffer {
  #items: Item[] = [];
  #bytes = 0;
  /** Number of the oldest that is still here, so also the count of those that are gone. */
  first = 0;

  get length(): number {
    return this.#items.length;
  }

  /** The number that the next item gets. */
  get next(): number {
    return this.first + this.length;
  }

  push(added: readonly Item[]): void {
    for (const item of added) {
      this.#items.push(item);
      this.#bytes += item.bytes;
    }
    let gone = 0;
    // The newest stays, whatever it takes.
    while (gone < this.length - 1 && (this.length - gone > MAX_ITEMS || this.#bytes > MAX_BYTES)) {
      this.#bytes -= this.#items[gone]?.bytes ?? 0;
      gone += 1;
    }
    this.#items.splice(0, gone);
    this.first += gone;
  }

  /** The item with that number, if it is still here. */
  at(number: number): Value | undefined {
    return this.#items[number - this.first]?.value;
  }

  values(): Value[] {
    return this.#items.map(({ value }) => value);
  }
}
