import type { Readable, Writable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { type Failure, failure } from "../../../src-shared/failure";
import type { LineTail } from "../line-tail";
import type { Exit, Transport } from "../transport";
import { closeChain } from "./chain";
import { ChannelInput } from "./channel-input";
import type { Link } from "./link";

/** Milliseconds that a command has to end by itself after its stdin was closed, and after SIGTERM. */
const GRACE_MS = 1000;
/** Bytes that may wait to be read: twice the window that the server is told to keep. */
const MAX_WAITING = 4 * 1024 * 1024;

/** A command that runs on the last machine of a chain of connections. */
export class ChannelTransport implements Transport {
  readonly readable: Readable;
  readonly writable: Writable;
  readonly exited: Promise<Exit>;
  #closing: Promise<void> | null = null;
  #exit: Exit = { code: null, signal: null };

  constructor(
    private readonly channel: ClientChannel,
    private readonly links: readonly Link[],
    private readonly stderr: LineTail,
  ) {
    this.readable = channel;
    this.writable = new ChannelInput(channel, links);
    channel.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    channel.on("exit", (code: number | null, signal?: string) => {
      this.#exit = { code, signal: (signal as NodeJS.Signals | undefined) ?? null };
    });
    this.exited = new Promise((resolve) => {
      channel.once("close", () => resolve(this.#exit));
    });
    // None of these is news, with a connection that is gone or soon will be: `exited` is.
    for (const source of [channel, channel.stderr, this.writable]) source.on("error", () => {});
    const last = links.at(-1);
    // A server that sends more than it was allowed would fill our memory.
    last?.socket.on("data", () => {
      if (channel.readableLength <= MAX_WAITING) return;
      this.#log(`${last.hop.name} sent more than it may. The connection was ended.`);
      last.socket.destroy();
    });
    // Without a command there is nothing to be connected for.
    this.exited.then(() => closeChain(links));
  }

  stderrLines(): string[] {
    return this.stderr.lines();
  }

  onStderr(listener: (lines: string[]) => void): void {
    this.stderr.onChange(() => listener(this.stderr.lines()));
  }

  explain(exit: Exit): Failure | null {
    if (exit.code !== null || exit.signal !== null) return null;
    const broken = this.links.find((link) => link.lastError() !== null);
    const name = this.links.at(-1)?.hop.name ?? "the host";
    return failure("connection_lost", `The connection to ${name} ended before an agent answered.`, {
      advice: "Try again; the log shows what was seen last.",
      lines: [...this.stderr.lines(), broken?.lastError() ?? ""].filter((line) => line !== ""),
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.writable.end();
    // What nobody reads any more would keep the end from coming.
    this.channel.resume();
    if (!(await this.#endsWithin(GRACE_MS))) {
      try {
        this.channel.signal("TERM");
        this.channel.close();
      } catch {
        // The connection has ended: so will the channel.
      }
      await this.#endsWithin(GRACE_MS);
    }
    closeChain(this.links);
    await this.#endsWithin(GRACE_MS);
    this.writable.destroy();
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    const ended = await Promise.race([this.exited.then(() => true), late]);
    clearTimeout(timer);
    return ended;
  }

  #log(line: string): void {
    this.stderr.push(Buffer.from(`${line}\n`));
  }
}
