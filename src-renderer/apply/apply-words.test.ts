import { describe, expect, it } from "vitest";
import { failure } from "../../src-shared/failure";
import { captionOf, hiddenChange, lineCounts, outcomeSummary, planSummary } from "./apply-words";

it("counts the lines that a change adds and removes, the end of the last one too", () => {
  expect(lineCounts(null, "a\nb\n")).toBe("+2");
  expect(lineCounts("a\nb\n", "a\nc\nd\n")).toBe("+2 \u22121");
  expect(lineCounts("a\nb\n", "a\nb")).toBe("+1 \u22121");
  expect(lineCounts("", "a")).toBe("+1 \u22120");
});

it("says what comparing has come to, and whether there is anything to write", () => {
  const planned = (hostId: string, current: string | null) =>
    ({
      kind: "planned",
      hostId,
      current,
      rendered: "x",
      isSame: current === "x",
      pythonVersion: "",
    }) as const;
  const failed = {
    kind: "failed",
    hostId: "d",
    failure: failure("cancelled", "Cancelled."),
  } as const;
  expect(planSummary([planned("a", null), planned("b", "y"), planned("c", "x"), failed])).toBe(
    "2 hosts would change, 1 without a change, 1 failed. Nothing was written yet.",
  );
  expect(planSummary([planned("c", "x"), failed])).toBe(
    "1 host without a change, 1 failed. There is nothing to write.",
  );
});

it("says what writing has come to, and of which hosts nothing is known", () => {
  const applied = new Map([
    ["a", { kind: "changed", hostId: "a", backup: null }],
    ["b", { kind: "unchanged", hostId: "b" }],
  ] as const);
  expect(outcomeSummary(applied, 0)).toBe("1 host changed, 1 host unchanged.");
  expect(outcomeSummary(applied, 2)).toBe(
    "1 host changed, 1 host unchanged. 2 hosts could not be compared with.",
  );
});

it("names the host whose file is seen", () => {
  const same = { current: "x", rendered: "x", isSame: true, hostIds: ["a", "b"] };
  expect(captionOf(same, "/etc/x", new Map())).toBe(
    "/etc/x on 2 hosts already is what the template makes. This is the one of a.",
  );
  const change = { current: "y", rendered: "x", isSame: false, hostIds: ["a"] };
  expect(captionOf(change, "/etc/x", new Map())).toBe("/etc/x on a: now, and afterwards.");
  const applied = new Map([["a", { kind: "changed", hostId: "a", backup: null }]] as const);
  expect(captionOf(change, "/etc/x", applied)).toBe("/etc/x on a: before, and now.");
});

describe("a change that no comparison of lines shows", () => {
  it.each([
    ["a\r\nb\r\n", "a\nb\n", "ends"],
    ["\ufeffa\n", "a\n", "byte order mark"],
  ])("is said: %j to %j", (current, rendered, words) => {
    expect(hiddenChange(current, rendered)).toContain(words);
  });
  it.each([
    [null, "a\n"],
    ["a\n", "a\n"],
    ["a\n", "a"],
    ["a\r\n", "b\n"],
  ])("is none: %j to %j", (current, rendered) => {
    expect(hiddenChange(current, rendered)).toBeNull();
  });
});
