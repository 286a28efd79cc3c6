import { describe, expect, it } from "vitest";
import { FailureError, failure } from "../../src-shared/failure";
import { failureOf } from "../testing/failure-of";
import { Ending } from "./ending";

const first = new FailureError(failure("cancelled", "first"));
const second = new FailureError(failure("deadline", "second"));
const never = new Promise<never>(() => {});

describe("Ending", () => {
  it("ends all that wait, once, with the first reason", async () => {
    const reasons: FailureError[] = [];
    const ending = new Ending((reason) => reasons.push(reason));
    const waiting = [failureOf(ending.unless(never)), failureOf(ending.unless(never))];
    ending.end(first);
    ending.end(second);
    expect(await Promise.all(waiting)).toEqual([first.failure, first.failure]);
    expect(reasons).toEqual([first]);
    expect(() => ending.check()).toThrow(first);
  });

  it("lets nothing through any more once it has ended", async () => {
    const ending = new Ending(() => {});
    ending.end(first);
    expect(await failureOf(ending.unless(Promise.resolve(1)))).toBe(first.failure);
    // A failure that comes later is nobody's, and not unhandled.
    expect(await failureOf(ending.unless(Promise.reject(second)))).toBe(first.failure);
  });

  it("is nothing to what came before it", async () => {
    const ending = new Ending(() => {});
    ending.check();
    expect(await ending.unless(Promise.resolve(1))).toBe(1);
    expect(await failureOf(ending.unless(Promise.reject(second)))).toBe(second.failure);
    ending.end(first);
  });
});
