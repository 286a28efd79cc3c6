import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { FailureError, failure } from "../../src-shared/failure";
import { printable } from "./print";

/** Whether somebody is there to be asked. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/** Asks for secrets on the terminal, which shows nothing of what is typed from here on until `close`. */
export class SecretPrompt {
  readonly #lines: Interface;
  /** Also those that were typed before they are asked for. */
  readonly #typed: AsyncIterator<string>;
  readonly #stopped: Promise<null>;
  readonly #closed = new AbortController();

  constructor(signal: AbortSignal) {
    // Its editing keys work, and what they show goes nowhere.
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const input = process.stdin;
    this.#lines = createInterface({ input, output, terminal: true, historySize: 0 });
    this.#typed = this.#lines[Symbol.asyncIterator]();
    this.#stopped = new Promise((resolve) => {
      const stop = () => resolve(null);
      this.#lines.once("SIGINT", stop);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true, signal: this.#closed.signal });
    });
  }

  /** @throws FailureError `cancelled` at Ctrl+C, at Ctrl+D and where the signal aborts */
  async ask(name: string, of: string): Promise<string> {
    process.stderr.write(printable(`Secret ${name} of ${of} (not shown): `, process.stderr));
    try {
      const line = await Promise.race([this.#typed.next(), this.#stopped]);
      if (line !== null && line.done !== true) return line.value;
    } finally {
      process.stderr.write("\n");
    }
    throw new FailureError(failure("cancelled", `The secret ${name} was not given.`));
  }

  close(): void {
    this.#closed.abort();
    this.#lines.close();
  }
}
