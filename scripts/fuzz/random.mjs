/** Numbers that are the same for the same seed, so that a run can be repeated. */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 up to and without `bound`, which is at most 2^32. @param {number} bound */
  below(bound) {
    // A Weyl sequence, its bits mixed by two rounds of multiply and shift.
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return Math.floor((((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32) * bound);
  }

  /** @template T @param {readonly T[]} items not empty @returns {T} */
  pick(items) {
    return items[this.below(items.length)];
  }

  /** @param {number} size */
  bytes(size) {
    return Buffer.from(Array.from({ length: size }, () => this.below(256)));
  }
}
