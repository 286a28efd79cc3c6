import type { Failure } from "../../src-shared/failure";
import { lost } from "../protocol/base-protocol";

/** In milliseconds. */
export interface HeartbeatTimes {
  /** From an answer to the next heartbeat. */
  everyMs: number;
  /** From a heartbeat until one that nothing is heard of is late. */
  lateMs: number;
  /** From a heartbeat until one that nothing is heard of ends the connection. */
  limitMs: number;
  /** The same where the silence before does not count, because this machine slept. */
  probeMs: number;
}

export const HEARTBEAT: HeartbeatTimes = {
  everyMs: 5000,
  lateMs: 3000,
  limitMs: 10_000,
  probeMs: 5000,
};

/** What a heartbeat needs of a connection. Times are of performance.now(), in milliseconds. */
export interface Pulse {
  readonly lastHeard: number;
  /** Calls the listener at the next bytes, once; the last listener counts. */
  whenHeard(listener: (() => void) | null): void;
  /** @returns milliseconds of a round trip */
  ping(): Promise<number>;
  end(reason: Failure): void;
}

export interface HeartbeatEvents {
  /** @param lastHeard by performance.now() */
  onLate: (lastHeard: number) => void;
  onHeard: () => void;
  onAnswer: (latencyMs: number) => void;
}

/**
 * Finds out whether the target still answers, by a ping now and then. Bytes of
 * any kind are a sign of life: an answer may stand behind a large payload.
 *
 * A timer that fires far later than asked tells that this process did not run
 * meanwhile: then the target is asked once more, with a short limit, before it
 * is held against it that nothing was heard.
 */
export class Heartbeat {
  #timer: NodeJS.Timeout | null = null;
  #turn: NodeJS.Immediate | null = null;
  #stopped = false;
  /** When the ping was sent that has no answer yet, or what has taken the place of that. */
  #waitingSince: number | null = null;
  #limitMs: number;
  #isLate = false;

  constructor(
    private readonly pulse: Pulse,
    private readonly times: HeartbeatTimes,
    private readonly events: HeartbeatEvents,
  ) {
    this.#limitMs = times.limitMs;
  }

  start(): void {
    this.#beat();
  }

  stop(): void {
    this.#stopped = true;
    this.pulse.whenHeard(null);
    this.#forget();
  }

  /** Asks at once, with the short limit; what was or was not heard before does not count. */
  probe(): void {
    if (this.#stopped) return;
    const isUnderWay = this.#waitingSince !== null;
    this.#waitingSince = performance.now();
    this.#limitMs = this.times.probeMs;
    if (isUnderWay) this.#watch();
    else this.#ping();
  }

  #beat(): void {
    this.#waitingSince = performance.now();
    this.#limitMs = this.times.limitMs;
    this.#ping();
  }

  #ping(): void {
    this.#watch();
    this.pulse.ping().then(
      (latencyMs) => {
        if (this.#stopped) return;
        this.#waitingSince = null;
        this.#heard();
        this.events.onAnswer(latencyMs);
        this.#after(this.times.everyMs, () => this.#beat());
      },
      // The end of the connection is told by whoever waits for it.
      () => {},
    );
  }

  /** Waits for the next moment at which silence means something. */
  #watch(): void {
    if (this.#waitingSince === null) return;
    const silentSince = Math.max(this.#waitingSince, this.pulse.lastHeard);
    const silent = performance.now() - silentSince;
    if (silent >= this.#limitMs) {
      this.pulse.end(lost(`The target has not answered for ${this.#limitMs / 1000} s.`));
      return;
    }
    if (silent >= this.times.lateMs && !this.#isLate) {
      this.#isLate = true;
      this.pulse.whenHeard(() => {
        this.#heard();
        this.#watch();
      });
      this.events.onLate(this.pulse.lastHeard);
    }
    const next = this.#isLate ? this.#limitMs : Math.min(this.times.lateMs, this.#limitMs);
    this.#after(next - silent, () => this.#watch());
  }

  #heard(): void {
    if (!this.#isLate) return;
    this.#isLate = false;
    this.pulse.whenHeard(null);
    this.events.onHeard();
  }

  #after(milliseconds: number, next: () => void): void {
    this.#forget();
    const due = performance.now() + milliseconds;
    this.#timer = setTimeout(() => {
      const isFarTooLate = performance.now() - due > this.times.lateMs;
      // What has come while this process was busy is read before it is judged.
      this.#turn = setImmediate(() => (isFarTooLate ? this.probe() : next()));
    }, milliseconds);
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#turn !== null) clearImmediate(this.#turn);
  }
}
