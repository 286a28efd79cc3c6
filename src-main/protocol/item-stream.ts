import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { MAX_PAYLOAD, protocolError } from "./frame";

/** Bytes of items that a target may send ahead of who takes them. */
export const STREAM_CREDIT = 4 * 1024 * 1024;
/** What an item takes of the credit beside the bytes of its payload. */
const ITEM_COST = 256;

/**
 * Takes one item of a stream, which had so many bytes on the wire. The next one
 * comes when its promise has settled; the target waits when many have to.
 */
export type OnItem = (item: Value, bytes: number) => void | Promise<void>;

/** The items that one call yields: handed on one after another, paid for with credit. */
export class ItemStream {
  #credit = STREAM_CREDIT;
  /** Credit of items that were taken, and not given back yet. */
  #owed = 0;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * @param read the value of a payload; it throws for what is none
   * @param grant tells the target of more credit, in bytes
   * @param fail ends the call: an item could not be read or taken
   */
  constructor(
    private readonly read: (payload: Buffer) => Value,
    private readonly onItem: OnItem,
    private readonly grant: (bytes: number) => void,
    private readonly fail: (reason: Failure) => void,
  ) {}

  /** Takes an item as it came. @throws FailureError `protocol_error` for one beyond the credit */
  push(payload: Buffer): void {
    if (this.#credit <= 0) throw protocolError("an item of a stream beyond its credit");
    this.#credit -= payload.length + ITEM_COST;
    this.#last = this.#last.then(() => this.#handOn(payload));
  }

  /** Resolves when all items so far have been taken. */
  done(): Promise<void> {
    return this.#last;
  }

  /** Hands on nothing more. */
  close(): void {
    this.#closed = true;
  }

  async #handOn(payload: Buffer): Promise<void> {
    if (this.#closed) return;
    try {
      await this.onItem(this.read(payload), payload.length);
    } catch (error) {
      this.close();
      this.fail(toFailure(error));
      return;
    }
    this.#owed += payload.length + ITEM_COST;
    if (this.#owed < STREAM_CREDIT / 2) return;
    this.#credit += this.#owed;
    this.grant(this.#owed);
    this.#owed = 0;
  }
}

/** Gathers items for a caller who wants them all at once, bounded like any one value. */
export function gatherInto(items: Value[], method: string): OnItem {
  let total = 0;
  return (item, bytes) => {
    total += bytes;
    if (total > MAX_PAYLOAD) {
      throw new FailureError(
        failure("too_large", `${method} yields more than ${MAX_PAYLOAD} bytes.`, {
          advice: "Take its items one by one, or let it yield less.",
        }),
      );
    }
    items.push(item);
  };
}
