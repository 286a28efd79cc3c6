import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSnippets } from "./snippet-files.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-snippets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (/** @type {string} */ doc, tools = [{ name: "A" }]) => {
  writeFileSync(join(folder, "some.py"), "source");
  return readSnippets(folder, { docstring: () => doc, toolsOf: () => tools, partsOf: () => ({}) });
};

test("a docstring says what a snippet is", () => {
  const doc = "A title\n\nWhat it\nis for.\n\nAnd more.\n\nTags: one, two words,\nthree";
  expect(read(doc)).toEqual([
    {
      name: "some",
      module: "rmote.snippets.some",
      filename: "rmote/snippets/some.py",
      source: "source",
      tools: [{ name: "A" }],
      parts: {},
      title: "A title",
      summary: "What it is for.",
      doc: "What it\nis for.\n\nAnd more.",
      tags: ["one", "two words", "three"],
    },
  ]);
});

test.each([
  "",
  "A title",
  "A title\n\nTags: one",
  "A title\n\nWhat it is for.",
  "A\nb\n\nc\n\nTags: d",
])("the build fails for a docstring that lacks something: %j", (doc) => {
  expect(() => read(doc)).toThrow("The docstring of the snippet some.py");
});

test("the build fails for a snippet without a tool", () => {
  expect(() => read("A\n\nb\n\nTags: c", [])).toThrow("The snippet some.py has no Tool class.");
});
