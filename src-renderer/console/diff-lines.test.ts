import { expect, test } from "vitest";
import { diffCounts, diffLines } from "./diff-lines";

/** A diff as `diff -u` (GNU diffutils 3.10) writes it, of `a` and `b`. */
const diffOf = (...lines: string[]) => ["--- a", "+++ b", ...lines, ""].join("\n");

test("lines of a diff have their kind, and their number before and after", () => {
  const lines = diffLines(
    diffOf(
      "@@ -1,6 +1,6 @@",
      " line 1",
      " line 2",
      "-line 3",
      "+line three",
      " line 4",
      " line 5",
      " line 6",
      "@@ -12,7 +12,6 @@",
      " line 12",
      " line 13",
      " line 14",
      "-line 15",
      " line 16",
      " line 17",
      " line 18",
    ),
  );
  expect(lines.slice(0, 2).map(({ kind }) => kind)).toEqual(["file", "file"]);
  expect(lines.filter(({ kind }) => kind === "place")).toHaveLength(2);
  expect(lines).toContainEqual({ kind: "removed", text: "line 3", before: 3, after: null });
  expect(lines).toContainEqual({ kind: "added", text: "line three", before: null, after: 3 });
  expect(lines).toContainEqual({ kind: "removed", text: "line 15", before: 15, after: null });
  expect(lines).toContainEqual({ kind: "same", text: "line 16", before: 16, after: 15 });
  expect(diffCounts(lines)).toEqual({ added: 1, removed: 2 });
});

test("a removed line that looks like the head of a file is a removed line", () => {
  const lines = diffLines(diffOf("@@ -1,2 +1,2 @@", "--- name", "+++ name", " kept"));
  expect(lines.slice(3)).toEqual([
    { kind: "removed", text: "-- name", before: 1, after: null },
    { kind: "added", text: "++ name", before: null, after: 1 },
    { kind: "same", text: "kept", before: 2, after: 2 },
  ]);
});

test("what stands beside the lines is a note", () => {
  const lines = diffLines(diffOf("@@ -1 +1 @@", "-one", "\\ No newline at end of file", "+one"));
  expect(lines.filter(({ kind }) => kind === "note").map(({ text }) => text)).toEqual([
    "\\ No newline at end of file",
  ]);
  expect(diffLines("no diff at all").map(({ kind }) => kind)).toEqual(["note"]);
  expect(diffLines("")).toEqual([{ kind: "note", text: "", before: null, after: null }]);
});

test("a line too long for the screen goes on, and counts once", () => {
  const lines = diffLines(diffOf("@@ -0,0 +1 @@", `+${"x".repeat(2500)}`));
  expect(lines.map(({ kind, after }) => [kind, after]).slice(3)).toEqual([
    ["added", 1],
    ["added", null],
    ["added", null],
  ]);
  expect(diffCounts(lines)).toEqual({ added: 1, removed: 0 });
});
