import { expect, it } from "vitest";
import { type LibraryEntry, libraryRows } from "./library-rows";

const entry = (path: string): LibraryEntry => ({
  path,
  label: path.slice(path.lastIndexOf("/") + 1).replace(/\.mako$/, ""),
  files: [path],
});
const entries = ["b10.mako", "b2.mako", "web/nginx.mako", "web/deep/x.mako"].map(entry);
const shown = (filter = "", ...folded: string[]) =>
  libraryRows(["web", "web/deep", "empty"], entries, filter, new Set(folded)).map((row) =>
    row.kind === "folder"
      ? `${"  ".repeat(row.level - 1)}${row.label}/ ${row.count}`
      : "  ".repeat(row.level - 1) +
        (row.kind === "child" ? `> ${row.child.label}` : row.entry.label),
  );

it("shows folders first, empty ones too, and numbers in their order", () => {
  expect(shown()).toEqual(["empty/ 0", "web/ 2", "  deep/ 1", "    x", "  nginx", "b2", "b10"]);
  expect(shown("", "web")).toEqual(["empty/ 0", "web/ 2", "b2", "b10"]);
});

it("shows what a filter finds, in folders that are unfolded", () => {
  expect(shown("WEB x", "web")).toEqual(["web/ 2", "  deep/ 1", "    x", "  nginx"]);
  expect(shown("deep", "web")).toEqual(["web/ 1", "  deep/ 1", "    x"]);
  expect(shown("nothing")).toEqual([]);
});

it("shows what belongs to an entry beneath it, folded and filtered with it", () => {
  const child = (label: string) => {
    const path = `web/calls/${label}.yaml`;
    return { path, label, detail: "", title: "", isWrong: false, words: "Nginx.reload prod" };
  };
  const tool = { ...entry("web/nginx.py"), children: [child("reload"), child("test")] };
  const names = (filter: string, ...folded: string[]) =>
    libraryRows(["web"], [tool, entry("b.py")], filter, new Set(folded)).map((row) =>
      row.kind === "folder" ? row.label : row.kind === "child" ? row.child.label : row.entry.label,
    );
  expect(names("")).toEqual(["web", "nginx.py", "reload", "test", "b.py"]);
  expect(names("", "web/nginx.py")).toEqual(["web", "nginx.py", "b.py"]);
  expect(names("prod test", "web/nginx.py")).toEqual(["web", "nginx.py", "test"]);
  expect(names("nginx.py")).toEqual(["web", "nginx.py"]);
  const rows = libraryRows([], [tool], "", new Set());
  expect(rows.at(-1)).toMatchObject({ level: 3, position: 2, siblings: 2, parent: "web" });
});

it("tells a screen reader where each row stands", () => {
  const rows = libraryRows(["web", "web/deep", "empty"], entries, "", new Set());
  expect(rows[4]).toMatchObject({ level: 2, position: 2, siblings: 2, parent: "web" });
});

it("makes rows of 10,000 files in no time that a person notices", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => entry(`d${at % 100}/f${at}.mako`));
  const start = performance.now();
  expect(libraryRows([], many, "", new Set())).toHaveLength(10_100);
  expect(performance.now() - start).toBeLessThan(1000);
});
