import { describe, expect, it } from "vitest";
import { groupChanges, type PlanOutcome } from "./apply";
import { failure } from "./failure";

const planned = (hostId: string, current: string | null, rendered: string): PlanOutcome => ({
  kind: "planned",
  hostId,
  current,
  rendered,
  isSame: current === rendered,
  pythonVersion: "3.11.2",
});

describe("groups of changes", () => {
  it("puts hosts together that have the same file and get the same one", () => {
    const groups = groupChanges([
      planned("a", "old", "new"),
      planned("b", "older", "new"),
      planned("c", "old", "new"),
      planned("d", "old", "other"),
    ]);
    expect(groups.map(({ hostIds }) => hostIds)).toEqual([["a", "c"], ["b"], ["d"]]);
  });
  it("keeps an empty file and a missing one apart", () => {
    const groups = groupChanges([planned("a", null, "x"), planned("b", "", "x")]);
    expect(groups.map(({ current }) => current)).toEqual([null, ""]);
  });
  it("puts what changes nothing last, however many they are, and leaves out what failed", () => {
    const groups = groupChanges([
      planned("a", "x", "x"),
      planned("b", "x", "x"),
      planned("c", "y", "x"),
      planned("e", "own", "own"),
      { kind: "failed", hostId: "d", failure: failure("cancelled", "Cancelled.") },
    ]);
    expect(groups.map(({ hostIds, isSame }) => [hostIds, isSame])).toEqual([
      [["c"], false],
      [["a", "b", "e"], true],
    ]);
  });
});
