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
  /** The whole environment; this process's own if left out. */
  env?: NodeJS.ProcessEnv;
  /** Asked once of each line of stderr that has ended, whether it is kept as evidence. */
  isKept?: (line: string) => boolean;
  /** Whether what the process leaves behind may keep its stderr open: that is not waited for. */
  isSurvived?: boolean;
}

/** Milliseconds for the last of stderr, where the process is gone and others may hold it open. */
const STDERR_MS = 100;

/** A transport that is one process. */
export class ProcessTransport implements Transport {
  readonly readable;
  readonly writable;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ownGroup: boolean;
  readonly #stderr: LineTail;
  readonly #explain: (exit: Exit, lines: string[]) => Failure | null;
  #closing: Promise<void> | null = null;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    ownGroup: boolean,
    { isKept, isSurvived }: SpawnOptions,
    explain: (exit: Exit, lines: string[]) => Failure | null,
  ) {
    this.#child = child;
    this.#ownGroup = ownGroup;
    this.#explain = explain;
    this.#stderr = new LineTail(undefined, isKept);
    this.readable = child.stdout;
    this.writable = child.stdin;
    child.stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    if (isSurvived) {
      child.once("exit", () => setTimeout(() => child.stderr.destroy(), STDERR_MS));
    }
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
    options: SpawnOptions,
    explain: (exit: Exit, lines: string[]) => Failure | null,
  ): Promise<ProcessTransport> {
    const { file, args, terminal, env } = options;
    // A process group of its own: Ctrl+C in the terminal that started the app
    // is not meant for the sessions.
    const ownGroup = !terminal;
    const child = spawn(file, args, {
      stdio: "pipe",
      detached: ownGroup,
      windowsHide: true,
      ...(env && { env }),
    });
    await once(child, "spawn");
    return new ProcessTransport(child, ownGroup, options, explain);
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

  /** As `close`, for a process that has nothing to end in order: SIGTERM comes at once. */
  terminate(): Promise<void> {
    this.#kill("SIGTERM");
    return this.close();
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
