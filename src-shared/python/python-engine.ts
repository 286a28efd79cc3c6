import { FailureError, failure } from "../failure";
import type { StopReason } from "../preview";
import { type RunMessage, type WorkerReply, workerReplySchema } from "./messages";
import { type ProcessorTime, RunClock } from "./run-clock";

/** A thread that has a Python: a worker of the page, or of Node. */
export interface PythonThread {
  post: (message: RunMessage) => void;
  /** Ends it at once, whatever it is at. */
  terminate: () => void;
}

/**
 * Starts a thread. What it sends goes to `heard`, unchecked; that it ended by itself, to `ended`.
 */
export type SpawnThread = (
  interrupt: SharedArrayBuffer,
  heard: (message: unknown) => void,
  ended: (message: string) => void,
) => PythonThread;

export type EngineState =
  | { kind: "starting" }
  | { kind: "ready" }
  | { kind: "failed"; message: string };

export type RunOutcome =
  | { kind: "done"; text: string; refused: boolean; ms: number }
  | { kind: "stopped"; reason: StopReason }
  | { kind: "superseded" };

/** All in milliseconds, but for the memory. */
export interface EngineLimits {
  /** Then it is interrupted: so much of the clock, and of the processor where that can be asked for. */
  interruptAfter: number;
  /** Then it is interrupted, however little of the processor it had. */
  interruptAtMost: number;
  /** So long after the interrupt its thread is ended: it is in C code that heeds none. */
  endAfter: number;
  /** What a thread may take to start. */
  startWithin: number;
  /** Bytes; a thread with more is replaced by a fresh one, since its memory never shrinks. */
  keepBelow: number;
}

interface Job {
  key: string;
  request: string;
  times: number;
  settle: (outcome: RunOutcome) => void;
  fail: (error: FailureError) => void;
}

/**
 * A Python in a thread that can be stopped, one request after the other. A request that loops is
 * interrupted, then its thread ended and another one started; the next request is answered by that.
 * Every request is settled exactly once.
 */
export class PythonEngine {
  private thread: PythonThread | null = null;
  private flag = new Uint8Array(new SharedArrayBuffer(1));
  private waiting: Job[] = [];
  private running: { id: number; job: Job; begin: number; interrupted: boolean } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly clock: RunClock;
  private lastId = 0;
  private state: EngineState = { kind: "starting" };
  /** Which thread is the present one: what an earlier one says is not heard. */
  private generation = 0;

  constructor(
    private readonly spawn: SpawnThread,
    private readonly limits: EngineLimits,
    private readonly changed: (state: EngineState) => void = () => {},
    processorTime: ProcessorTime | null = null,
  ) {
    const { interruptAfter: due, interruptAtMost: atMost } = limits;
    this.clock = new RunClock({ due, atMost }, processorTime);
  }

  /** Begins to start the thread, where there is none. After a failed start it tries again. */
  start(): void {
    if (this.thread !== null) return;
    const generation = ++this.generation;
    const isPresent = () => generation === this.generation;
    this.flag = new Uint8Array(new SharedArrayBuffer(1));
    this.enter({ kind: "starting" });
    this.timer = setTimeout(
      () => this.fail(`It did not start within ${this.limits.startWithin / 1000} s.`),
      this.limits.startWithin,
    );
    this.thread = this.spawn(
      this.flag.buffer as SharedArrayBuffer,
      (message) => isPresent() && this.hear(message),
      (message) => isPresent() && this.broke(message, false),
    );
  }

  /**
   * Has the Python answer a request. Of those with one key that were not begun yet only the latest is,
   * the others are superseded.
   * @param times how many times the usual time it may take
   * @throws FailureError when the Python cannot be started
   */
  run(key: string, request: string, times = 1): Promise<RunOutcome> {
    return new Promise((settle, fail) => {
      this.waiting = this.waiting.filter((job) => {
        if (job.key === key) job.settle({ kind: "superseded" });
        return job.key !== key;
      });
      this.waiting.push({ key, request, times, settle, fail });
      this.start();
      this.next();
    });
  }

  /** Ends the thread; what was asked and not answered is superseded. The next request starts another. */
  stop(): void {
    for (const job of this.takeAll()) job.settle({ kind: "superseded" });
    this.endThread();
  }

  private next(): void {
    if (this.state.kind !== "ready" || this.running !== null || this.thread === null) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    const id = ++this.lastId;
    this.running = { id, job, begin: performance.now(), interrupted: false };
    // An interrupt that came too late for the request before. Cleared here and not by the thread, which
    // may get to the request only after the next one.
    Atomics.store(this.flag, 0, 0);
    this.clock.start(() => this.interrupt(), job.times);
    this.thread.post({ kind: "run", id, request: job.request });
  }

  private interrupt(): void {
    if (this.running === null) return;
    this.running.interrupted = true;
    Atomics.store(this.flag, 0, 2);
    this.timer = setTimeout(
      () => this.replace({ kind: "stopped", reason: "time" }),
      this.limits.endAfter,
    );
  }

  private hear(message: unknown): void {
    const { data: reply } = workerReplySchema.safeParse(message);
    if (reply === undefined) this.broke("It sent something that is no answer.", false);
    else if (reply.kind === "failed") this.fail(reply.message);
    else if (reply.kind === "ready") this.ready();
    // What an interrupted thread says of a request that was given up is not heard.
    else if (this.running?.id !== reply.id) return;
    else if (reply.kind === "broken") this.broke(reply.message, reply.refused);
    else this.done(reply);
  }

  private ready(): void {
    if (this.state.kind !== "starting") return;
    clearTimeout(this.timer);
    this.enter({ kind: "ready" });
    this.next();
  }

  private done(reply: Extract<WorkerReply, { kind: "done" }>): void {
    if (this.running === null) return;
    const { job, begin, interrupted } = this.running;
    const ms = performance.now() - begin;
    const { text, refused } = reply;
    const outcome: RunOutcome = interrupted
      ? { kind: "stopped", reason: "time" }
      : { kind: "done", text, refused, ms };
    if (reply.memory > this.limits.keepBelow) {
      this.replace(outcome);
      return;
    }
    this.clock.stop();
    clearTimeout(this.timer);
    this.running = null;
    job.settle(outcome);
    this.next();
  }

  private broke(message: string, refused: boolean): void {
    if (this.state.kind !== "ready") this.fail(message);
    else if (this.running?.interrupted) this.replace({ kind: "stopped", reason: "time" });
    else this.replace({ kind: "stopped", reason: refused ? "memory" : "crash" });
  }

  /** Settles what runs, and goes on with another thread. */
  private replace(outcome: RunOutcome): void {
    const job = this.running?.job;
    this.endThread();
    this.start();
    job?.settle(outcome);
  }

  private endThread(): void {
    this.clock.stop();
    clearTimeout(this.timer);
    this.generation += 1;
    this.thread?.terminate();
    this.thread = null;
    this.running = null;
  }

  /** What runs and what waits, to be settled by the caller. */
  private takeAll(): Job[] {
    const jobs = [...(this.running === null ? [] : [this.running.job]), ...this.waiting];
    this.running = null;
    this.waiting = [];
    return jobs;
  }

  private fail(message: string): void {
    const jobs = this.takeAll();
    this.endThread();
    this.enter({ kind: "failed", message });
    const error = new FailureError(
      failure("internal", "The Python of the preview did not start.", {
        lines: [message],
        advice: "Start the app again. If that stays, please report it.",
      }),
    );
    for (const job of jobs) job.fail(error);
  }

  private enter(state: EngineState): void {
    this.state = state;
    this.changed(state);
  }
}
