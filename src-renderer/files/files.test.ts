import { describe, expect, it } from "vitest";
import { printableName } from "../../src-shared/printable";
import type { Value } from "../../src-shared/value";
import { filterWords, namesBetween, shownEntries, sortedEntries } from "./entry-rows";
import {
  type FileEntry,
  isCarried,
  isFolder,
  joinPath,
  modeText,
  parentOf,
  readEntries,
  readFolder,
} from "./file-entry";

const entry = (name: string, more: Partial<FileEntry> = {}): FileEntry => ({
  name,
  type: "file",
  size: 0,
  mode: 0o644,
  modified: 0,
  target: null,
  leadsTo: null,
  ...more,
});
const tuple = (fields: Record<string, Value>): Value => ({
  $: "namedtuple",
  type: "x",
  fields: new Map(Object.entries(fields)),
});
const columns = {
  names: ["a", "b\udc80"],
  types: ["file", "link"],
  sizes: [1, 2],
  modes: [0o644, 0o777],
  modified: [5, 6],
  targets: [null, "/x"],
  leads_to: [null, "directory"],
};
const names = (rows: readonly FileEntry[]) => rows.map(({ name }) => name);

describe("what a target says is in a folder", () => {
  it("is read, whatever the names are", () => {
    expect(readEntries(tuple(columns))).toEqual([
      entry("a", { size: 1, modified: 5 }),
      entry("b\udc80", {
        type: "link",
        size: 2,
        mode: 0o777,
        modified: 6,
        target: "/x",
        leadsTo: "directory",
      }),
    ]);
    expect(readFolder(tuple({ path: "/srv" }))).toBe("/srv");
  });

  it.each([
    ["nothing", null],
    ["no tuple", new Map<Value, Value>()],
    ["a name that leads out", tuple({ ...columns, names: ["a", "../x"] })],
    ["the folder above", tuple({ ...columns, names: ["a", ".."] })],
    ["a name with a zero", tuple({ ...columns, names: ["a", "b\0"] })],
    ["columns of other lengths", tuple({ ...columns, sizes: [1] })],
    ["a type that is none", tuple({ ...columns, types: ["file", "door"] })],
    ["a size below nothing", tuple({ ...columns, sizes: [1, -2] })],
  ])("is refused: %s", (_what, value) => {
    expect(readEntries(value)).toBeNull();
    expect(readFolder(value)).toBeNull();
  });
});

describe("the rows of a folder", () => {
  const all = [
    entry("file10", { size: 1, modified: 3 }),
    entry("File2", { size: 9, modified: 1 }),
    entry(".hidden"),
    entry("zoo", { type: "directory" }),
    entry("link", { type: "link", leadsTo: "directory" }),
    entry("broken", { type: "link", size: 5 }),
  ];
  const by = (key: "name" | "size" | "modified", isDescending = false) =>
    names(shownEntries(sortedEntries(all, { by: key, isDescending }), false, []));

  it("have folders first, and numbers in their order", () => {
    expect(by("name")).toEqual(["link", "zoo", "broken", "File2", "file10"]);
    expect(by("name", true)).toEqual(["zoo", "link", "file10", "File2", "broken"]);
    expect(by("size", true)).toEqual(["link", "zoo", "File2", "broken", "file10"]);
    expect(by("modified")).toEqual(["link", "zoo", "broken", "File2", "file10"]);
  });

  it("are those that were asked for", () => {
    expect(names(shownEntries(all, true, []))).toContain(".hidden");
    expect(names(shownEntries(all, false, filterWords(" LE 2")))).toEqual(["File2"]);
    expect(namesBetween(all, 2, 0)).toEqual(["file10", "File2", ".hidden"]);
  });

  it("are in their order where there are 100,000, too", () => {
    const many = Array.from({ length: 100_000 }, (_, n) => entry(`file-${(n * 7919) % 100_000}`));
    const rows = sortedEntries(many, { by: "name", isDescending: false });
    expect([rows[0]?.name, rows[11]?.name, rows.length]).toEqual(["file-0", "file-11", 100_000]);
  });
});

describe("an entry", () => {
  it("says what it is", () => {
    expect(isFolder(entry("a", { type: "link", leadsTo: "directory" }))).toBe(true);
    expect(isCarried(entry("a", { type: "other" }))).toBe(false);
    expect(isCarried(entry("a", { type: "link", leadsTo: null }))).toBe(false);
    expect(modeText(0o755)).toBe("rwxr-xr-x");
    expect(modeText(0o4711)).toBe("rws--x--x");
    expect(modeText(0o1666)).toBe("rw-rw-rwT");
    expect([joinPath("/", "a"), joinPath("/srv", "a")]).toEqual(["/a", "/srv/a"]);
    expect([parentOf("/srv/a"), parentOf("/srv"), parentOf("/")]).toEqual(["/srv", "/", "/"]);
  });

  it("has a name that can be shown on one line", () => {
    expect(printableName("a\nb\u001b[31m\u202Etxt.exe\udc80")).toBe(
      "a\\nb\\u{1b}[31m\\u{202e}txt.exe\\x80",
    );
    expect(printableName("größe 😀 -rf")).toBe("größe 😀 -rf");
  });
});
