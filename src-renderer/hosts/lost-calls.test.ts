import { expect, it } from "vitest";
import { failure } from "../../src-shared/failure";
import { lostCalls } from "./lost-calls";

const lost = { ok: false, failure: failure("connection_lost", "Lost."), elapsedMs: 1000 } as const;
const ended = { ok: true, value: null, isStream: false, elapsedMs: 1000 } as const;

it("has the calls that ended with this link, and none of another time or another end", () => {
  const calls = [
    { id: 4, outcome: ended, startedAt: 99_000 },
    { id: 3, outcome: lost, startedAt: 99_100 },
    { id: 2, outcome: lost, startedAt: 99_000 },
    { id: 1, outcome: lost, startedAt: 50_000 },
    { id: 0, outcome: null, startedAt: 50_000 },
  ];
  expect(lostCalls(calls, 100_000).map(({ id }) => id)).toEqual([2, 3]);
});
