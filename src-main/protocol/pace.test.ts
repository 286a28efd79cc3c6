import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { ACK_EVERY, FRAGMENT_SIZE } from "./frame";
import { Pace } from "./pace";

const KIB = 1024;
const MIN_WINDOW = 256 * KIB;
const MAX_WINDOW = 16 * 1024 * KIB;

/** A link with a clock of the test's own: acknowledgements take as long as it says. */
class Link {
  now = 0;
  sent = 0;
  readonly pace = new Pace(() => this.now);

  /** Sends as much as the pace allows; returns how much that was. */
  fill(): number {
    let bytes = 0;
    for (; this.pace.isOpen; bytes += FRAGMENT_SIZE) this.pace.sending(FRAGMENT_SIZE);
    this.sent += bytes;
    return bytes;
  }

  /** Fills the window, and acknowledges all of it after so many milliseconds. */
  round(milliseconds: number): void {
    this.fill();
    this.now += milliseconds;
    this.pace.acknowledge(this.sent);
  }
}

describe("Pace", () => {
  it("keeps to its window when no acknowledgement comes", () => {
    const link = new Link();
    expect(link.fill()).toBe(MIN_WINDOW);
    link.now += 3_600_000;
    expect(link.pace.isOpen).toBe(false);
    link.pace.acknowledge(FRAGMENT_SIZE);
    // What was acknowledged, and the window is larger by as much.
    expect(link.fill()).toBe(2 * FRAGMENT_SIZE);
  });

  it("grows by what is acknowledged in time, up to 16 MiB", () => {
    const link = new Link();
    link.round(10);
    expect(link.pace.window).toBe(2 * MIN_WINDOW);
    for (let i = 0; i < 20; i++) link.round(10);
    expect(link.pace.window).toBe(MAX_WINDOW);
    expect(link.fill()).toBe(MAX_WINDOW);
  });

  it("does not grow while less than half of it is used", () => {
    const link = new Link();
    const exchange = (bytes: number) => {
      link.pace.sending(bytes);
      link.sent += bytes;
      link.now += 10;
      link.pace.acknowledge(link.sent);
      return link.pace.window;
    };
    expect(exchange(MIN_WINDOW / 2 - 1)).toBe(MIN_WINDOW);
    expect(exchange(MIN_WINDOW / 2)).toBe(1.5 * MIN_WINDOW);
  });

  it("takes twice the quickest one and 1 ms for in time", () => {
    const inTime = new Link();
    inTime.round(10);
    inTime.round(21);
    expect(inTime.pace.window).toBe(4 * MIN_WINDOW);
    const late = new Link();
    late.round(10);
    late.round(21.5);
    expect(late.pace.window).toBe(1.5 * MIN_WINDOW);
  });

  it("shrinks by a quarter, once for all that was on its way, and never below 256 KiB", () => {
    const link = new Link();
    for (let i = 0; i < 3; i++) link.round(10);
    expect(link.pace.window).toBe(8 * MIN_WINDOW);
    const before = link.sent;
    link.fill();
    link.now += 100;
    link.pace.acknowledge(before + FRAGMENT_SIZE);
    expect(link.pace.window).toBe(6 * MIN_WINDOW);
    link.now += 100;
    link.pace.acknowledge(link.sent - FRAGMENT_SIZE);
    expect(link.pace.window).toBe(6 * MIN_WINDOW);
    link.pace.acknowledge(link.sent);
    expect(link.pace.window).toBe(4.5 * MIN_WINDOW);
    for (let i = 0; i < 20; i++) link.round(100);
    expect(link.pace.window).toBe(MIN_WINDOW);
  });

  it("forgets the quickest acknowledgement of a way that has become longer", () => {
    const link = new Link();
    link.round(1);
    for (let i = 0; i < 5; i++) link.round(300);
    expect(link.pace.window).toBe(MIN_WINDOW);
    // Remembered for 10 to 20 s.
    for (let i = 0; i < 80; i++) link.round(300);
    expect(link.pace.window).toBe(MAX_WINDOW);
  });

  it("takes an acknowledgement in the middle of a frame, and the same one twice", () => {
    const link = new Link();
    link.fill();
    link.pace.acknowledge(FRAGMENT_SIZE / 2);
    link.pace.acknowledge(FRAGMENT_SIZE / 2);
    expect(link.pace.window).toBe(MIN_WINDOW);
    link.pace.acknowledge(FRAGMENT_SIZE);
    expect(link.pace.window).toBe(MIN_WINDOW + FRAGMENT_SIZE / 2);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 10n, "5", null, true, undefined, {}])(
    "refuses to take %s for a number of bytes",
    (total) => {
      const link = new Link();
      link.fill();
      expect(() => link.pace.acknowledge(total)).toThrow(FailureError);
    },
  );

  it("refuses more than was sent, and less than before", () => {
    const link = new Link();
    link.fill();
    expect(() => link.pace.acknowledge(link.sent + 1)).toThrow(FailureError);
    link.pace.acknowledge(ACK_EVERY);
    expect(() => link.pace.acknowledge(ACK_EVERY - 1)).toThrow(FailureError);
  });

  it("stays within its limits, whatever the link does", () => {
    const step = fc.record({
      frames: fc.array(fc.integer({ min: 0, max: FRAGMENT_SIZE }), { maxLength: 20 }),
      milliseconds: fc.integer({ min: 0, max: 15_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const link = new Link();
        let acked = 0;
        for (const { frames, milliseconds, share } of steps) {
          for (const bytes of frames) {
            expect(link.pace.isOpen).toBe(link.sent - acked < link.pace.window);
            if (!link.pace.isOpen) break;
            link.pace.sending(bytes);
            link.sent += bytes;
          }
          link.now += milliseconds;
          acked += Math.floor((link.sent - acked) * share);
          link.pace.acknowledge(acked);
          expect(link.pace.window).toBeGreaterThanOrEqual(MIN_WINDOW);
          expect(link.pace.window).toBeLessThanOrEqual(MAX_WINDOW);
          expect(link.sent - acked).toBeLessThan(link.pace.window + FRAGMENT_SIZE + MAX_WINDOW);
        }
      }),
    );
  });
});
