import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { LibraryList } from "../../src-shared/library";
import { libraryFolder } from "../testing/library-folder";
import { eventually } from "../testing/processes";

const folder = libraryFolder();
const last = () => folder.lists.filter(({ library }) => library === "templates").at(-1);
const paths = (list: LibraryList | undefined) => list?.files.map(({ path }) => path).join() ?? "";
const has = (...wanted: string[]) => eventually(last, (list) => paths(list) === wanted.join());

async function watching() {
  const service = folder.service();
  await service.watch();
  return service.of("templates");
}

describe("watching", () => {
  it("tells files that other programs write, replace and remove, in folders made later too", async () => {
    await watching();
    folder.write("a.mako", "one");
    await has("a.mako");
    const before = last()?.files[0]?.mark;
    writeFileSync(folder.file("a.mako"), "another");
    await eventually(last, (list) => list?.files[0]?.mark !== before);
    const changed = last()?.files[0]?.mark;
    folder.write(".new", "replaced");
    renameSync(folder.file(".new"), folder.file("a.mako"));
    await eventually(last, (list) => list?.files[0]?.mark !== changed);
    folder.write("web/deep/b.mako", "b");
    await has("a.mako", "web/deep/b.mako");
    folder.write("web/deep/c.mako", "c");
    await has("a.mako", "web/deep/b.mako", "web/deep/c.mako");
    rmSync(folder.file("web"), { recursive: true });
    await has("a.mako");
  });

  it("notices a folder that is removed and made again, and the library's own", async () => {
    folder.write("web/a.mako", "a");
    await watching();
    await has("web/a.mako");
    rmSync(folder.file("web"), { recursive: true });
    mkdirSync(folder.file("web"));
    await has();
    folder.write("web/b.mako", "b");
    await has("web/b.mako");
    rmSync(folder.file(""), { recursive: true });
    await has();
    folder.write("c.mako", "c");
    await has("c.mako");
  });

  it("tells a save of our own with the mark that it gave, and nothing else", async () => {
    const library = await watching();
    const marks: (string | null)[] = [];
    let mark: string | null = null;
    for (const text of ["one", "two", "three"]) {
      mark = await library.save("a.mako", text, mark);
      marks.push(mark);
    }
    await eventually(last, (list) => list?.files[0]?.mark === mark);
    const told = folder.lists.flatMap(({ files }) => files.map((file) => file.mark));
    expect(marks).toEqual(expect.arrayContaining(told));
    const count = folder.lists.length;
    await library.list();
    expect(folder.lists).toHaveLength(count);
  });

  it("ends", async () => {
    const library = await watching();
    await library.close();
    const count = folder.lists.length;
    folder.write("a.mako", "a");
    expect(paths(await library.list())).toBe("a.mako");
    expect(folder.lists).toHaveLength(count);
  });
});
