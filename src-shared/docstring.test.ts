import { describe, expect, it } from "vitest";
import { inlineParts, notesOf, parseDocstring } from "./docstring";

const paragraph = (text: string) => ({ kind: "paragraph", text });

describe("parseDocstring", () => {
  it("joins the lines of a paragraph and keeps paragraphs apart", () => {
    expect(parseDocstring("Run it\nnow.\n\nThen\nrest.\n").blocks).toEqual([
      paragraph("Run it now."),
      paragraph("Then rest."),
    ]);
  });

  it("reads the sections of Google's style", () => {
    const doc = `Run it.

Args:
    path (str): Where,
        in full.
    *rest: The rest.

Returns:
    A line for each of the
    \`changes\`.

Raises:
    OSError: No disk.
    rmote.files.Wrong: It is wrong.

Note:
    Once.
`;
    const { blocks, sections } = parseDocstring(doc);
    expect(blocks).toEqual([paragraph("Run it.")]);
    expect(sections).toEqual([
      {
        title: "Parameters",
        entries: [
          { name: "path", text: "Where, in full." },
          { name: "*rest", text: "The rest." },
        ],
        blocks: [],
      },
      { title: "Returns", entries: [], blocks: [paragraph("A line for each of the `changes`.")] },
      {
        title: "Errors",
        entries: [
          { name: "OSError", text: "No disk." },
          { name: "rmote.files.Wrong", text: "It is wrong." },
        ],
        blocks: [],
      },
      { title: "Note", entries: [], blocks: [paragraph("Once.")] },
    ]);
  });

  it("goes on with prose behind a section", () => {
    expect(parseDocstring("Args:\n    a: One.\nMore.").sections.at(-1)).toEqual({
      title: "",
      entries: [],
      blocks: [paragraph("More.")],
    });
  });

  it("keeps lists, code and tables as they are", () => {
    const doc = `Kinds:
- one,
  in two lines
- two

Such as:
    x = 1
      y

name   what it is,
       and more
a, b   another one

name;   no row
other;  none

    >>> f(1)
    2`;
    expect(parseDocstring(doc).blocks).toEqual([
      paragraph("Kinds:"),
      { kind: "list", items: ["one, in two lines", "two"] },
      paragraph("Such as:"),
      { kind: "verbatim", text: "x = 1\n  y" },
      {
        kind: "entries",
        entries: [
          { name: "name", text: "what it is, and more" },
          { name: "a, b", text: "another one" },
        ],
      },
      { kind: "verbatim", text: "name;   no row\nother;  none" },
      { kind: "verbatim", text: ">>> f(1)\n2" },
    ]);
  });

  it("leaves the standard library's ways alone", () => {
    const print = "Prints.\n\nsep\n  string between\nend\n  string behind";
    expect(parseDocstring(print).blocks[1]).toEqual({
      kind: "verbatim",
      text: "sep\n  string between\nend\n  string behind",
    });
    expect(parseDocstring("Note: it is slow.").blocks).toEqual([paragraph("Note: it is slow.")]);
    expect(parseDocstring("")).toEqual({ blocks: [], sections: [] });
  });
});

it("notes leave out the summary and the parameters", () => {
  const doc = "Run it\nnow.\n\nMore.\n\nArgs:\n    a: One.\n\nReturns:\n    Text.";
  const notes = notesOf({ doc, summary: "Run it now." });
  expect(notes.blocks).toEqual([paragraph("More.")]);
  expect(notes.sections.map(({ title }) => title)).toEqual(["Returns"]);
  expect(notesOf({ doc: "Other.", summary: "Run it." }).blocks).toEqual([paragraph("Other.")]);
});

it("code stands between one or two backticks", () => {
  expect(inlineParts("a `b` and ``c`d`` e")).toEqual([
    { isCode: false, text: "a " },
    { isCode: true, text: "b" },
    { isCode: false, text: " and " },
    { isCode: true, text: "c`d" },
    { isCode: false, text: " e" },
  ]);
  expect(inlineParts("it`s one")).toEqual([{ isCode: false, text: "it`s one" }]);
});
