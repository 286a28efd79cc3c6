import { Writable } from "node:stream";
import type { ClientChannel } from "ssh2";
import type { Link } from "./link";

/**
 * The remote command's stdin. It takes no more than the channel's window and every socket on the
 * way take, and fails where the channel has ended: ssh2's own stream would wait for ever.
 */
export class ChannelInput extends Writable {
  #waiting: ((error?: Error) => void) | null = null;
  #isClosed = false;
  /** Whether the channel has taken what it was given last. */
  #isTaken = true;

  constructor(
    private readonly channel: ClientChannel,
    private readonly links: readonly Link[],
  ) {
    super({ highWaterMark: 256 * 1024 });
    channel.once("close", () => this.#close());
    for (const { socket } of links) {
      socket.once("close", () => this.#close());
      socket.on("drain", () => this.#drained());
    }
  }

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error) => void): void {
    if (this.#isClosed) {
      callback(new Error("The connection has ended."));
      return;
    }
    this.#waiting = callback;
    this.#isTaken = false;
    this.channel.write(chunk, (error) => {
      this.#isTaken = true;
      if (error) this.#done(error);
      else this.#drained();
    });
  }

  override _final(callback: () => void): void {
    if (!this.#isClosed) this.channel.end();
    callback();
  }

  #drained(): void {
    if (this.#isTaken && this.links.every(({ socket }) => !socket.writableNeedDrain)) this.#done();
  }

  #done(error?: Error): void {
    const callback = this.#waiting;
    this.#waiting = null;
    callback?.(error);
  }

  #close(): void {
    this.#isClosed = true;
    this.#done(new Error("The connection has ended."));
  }
}
