import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Failure } from "../../src-shared/failure";
import { LineTail } from "./line-tail";
import type { Exit, Transport } from "./transport";

/** Milliseconds that a process has to end by itself after its stdin was closed, and after SIGTERM. */
const GRACE_MS = 1000;

export interface SpawnOptions {
  file: string;
  args: string[];
  /** Whether the process keeps the terminal that this one was started in, to ask there. */
  terminal?: boolean;
}

/** A transport that is one process. */
export class ProcessTransport implements Transport {
  readonly readable;
  readonly writable;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ownGroup: boolean;
  readonly #stderr = new LineTail();
  readonly #explain: (exit: Exit, lines: string[]) => Failure | null;
  #closing: Promise<void> | null = null;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    ownGroup: boolean,
    explain: (exit: Exit, lines: string[]) => Failure | null,
  ) {
    this.#child = child;
    this.#ownGroup = ownGroup;
    this.#explain = explain;
    this.readable = child.stdout;
    this.writable = child.stdin;
    child.stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    // None of these is news, with a process that is gone or soon will be: `exited` is.
    for (const source of [child, child.stdin, child.stdout, child.stderr]) {
      source.on("error", () => {});
    }
  }

  /**
   * Starts a process.
   * @throws the error of spawn, e.g. ENOENT where there is no such program
   */
  static async spawn(
    { file, args, terminal }: SpawnOptions,
    explain: (exit: Exit, lines: string[]) => Failure | null,
  ): Promise<ProcessTransport> {
    // A process group of its own: Ctrl+C in the terminal that started the app
    // is not meant for the sessions.
    const ownGroup = !terminal;
    const child = spawn(file, args, { stdio: "pipe", detached: ownGroup, windowsHide: true });
    await once(child, "spawn");
    return new ProcessTransport(child, ownGroup, explain);
  }

  stderrLines(): string[] {
    return this.#stderr.lines();
  }

  onStderr(listener: (lines: string[]) => void): void {
    this.#stderr.onChange(() => listener(this.#stderr.lines()));
  }

  explain(exit: Exit): Failure | null {
    return this.#explain(exit, this.#stderr.lines());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#child.stdin.end();
    if (await this.#endsWithin(GRACE_MS)) return;
    this.#kill("SIGTERM");
    if (await this.#endsWithin(GRACE_MS)) return;
    this.#kill("SIGKILL");
    // One that left the group but holds the pipes open would keep `close` from coming.
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    if (await this.#endsWithin(GRACE_MS)) return;
    // Another user's, that we may not kill, or stuck in the kernel: nothing of ours waits for it.
    this.#child.stdin.destroy();
    this.#child.unref();
  }

  /** Sends a signal to the process, and to what it started unless that has our own group. */
  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || !this.#ownGroup || process.platform === "win32") {
      this.#child.kill(signal);
      return;
    }
    try {
      // The process lives, or what it started holds our pipes: the group's number is in use.
      process.kill(-pid, signal);
    } catch {
      // ESRCH or EPERM: whether the process ends is seen by `exited`.
    }
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
}
