/** From who puts to who iterates, one at a time: `put` resolves when its item has been taken. */
export class HandOver<T> implements AsyncIterable<T> {
  #item: { value: T; taken: () => void } | null = null;
  #ended = false;
  #wake: (() => void) | null = null;

  put(value: T): Promise<void> {
    return new Promise((taken) => {
      this.#item = { value, taken };
      this.#wake?.();
    });
  }

  /** No more comes. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const item = this.#item;
      if (item !== null) {
        this.#item = null;
        yield item.value;
        item.taken();
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
      }
    }
  }
}
