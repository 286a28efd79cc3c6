import { protocolError } from "./frame";

/** Bytes. The least keeps a fast link busy, the most a link around the world. */
const MIN_WINDOW = 256 * 1024;
const MAX_WINDOW = 16 * 1024 * 1024;
/** Milliseconds by which an acknowledgement may be later than twice the quickest one. */
const MAX_QUEUE_MS = 1;
/** Milliseconds after which the quickest acknowledgement is forgotten: the way may have changed. */
const FORGET_MS = 10_000;

/**
 * How many bytes of large packets may be on their way: what the link carries, and no queue.
 *
 * A small packet waits behind all that is on its way. So the window only grows
 * while it is made use of and acknowledgements come about as quickly as the
 * quickest did, and shrinks when they begin to queue. The agent does the same (pace.py).
 */
export class Pace {
  #window = MIN_WINDOW;
  #sent = 0;
  #acked = 0;
  /** Bytes sent in all, and when, of what is on its way. */
  #marks: { sent: number; time: number }[] = [];
  #quickest = Number.POSITIVE_INFINITY;
  #quickestBefore = Number.POSITIVE_INFINITY;
  #since: number;
  #shrunkAt = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.#since = now();
  }

  /** Whether another frame may be sent. */
  get isOpen(): boolean {
    return this.#sent - this.#acked < this.#window;
  }

  /** Bytes that may be on their way. */
  get window(): number {
    return this.#window;
  }

  sending(bytes: number): void {
    this.#sent += bytes;
    this.#marks.push({ sent: this.#sent, time: this.now() });
  }

  /**
   * The other end has read `total` bytes in all.
   * @throws FailureError `protocol_error` for what cannot be
   */
  acknowledge(total: unknown): void {
    if (!isCount(total) || total < this.#acked || total > this.#sent) {
      throw protocolError("an acknowledgement of bytes that were not sent");
    }
    const now = this.now();
    const read = this.#marks.filter(({ sent }) => sent <= total);
    this.#marks = this.#marks.slice(read.length);
    const used = this.#sent - this.#acked;
    const news = total - this.#acked;
    this.#acked = total;
    const last = read.at(-1);
    if (last !== undefined) this.#adapt(now - last.time, used, news, now);
  }

  #adapt(took: number, used: number, news: number, now: number): void {
    if (now - this.#since > FORGET_MS) {
      this.#quickestBefore = this.#quickest;
      this.#quickest = Number.POSITIVE_INFINITY;
      this.#since = now;
    }
    this.#quickest = Math.min(this.#quickest, took);
    const best = Math.min(this.#quickest, this.#quickestBefore);
    if (took <= 2 * best + MAX_QUEUE_MS) {
      // One that is not used up would grow without end, and be all queue when the other end pauses.
      if (used * 2 >= this.#window) this.#window = Math.min(this.#window + news, MAX_WINDOW);
    } else if (this.#acked >= this.#shrunkAt) {
      // Once for all that is on its way: those acknowledgements will be late too.
      this.#window = Math.max(Math.floor((this.#window * 3) / 4), MIN_WINDOW);
      this.#shrunkAt = this.#sent;
    }
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
