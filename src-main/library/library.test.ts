import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureOf } from "../testing/failure-of";
import { libraryFolder } from "../testing/library-folder";

const folder = libraryFolder();
const templates = () => folder.service().of("templates");
const paths = (list: { files: { path: string }[] }) => list.files.map(({ path }) => path);

describe("a library", () => {
  it("is empty before there is a folder, and makes none by being read", async () => {
    const list = await templates().list();
    expect(list).toEqual({
      library: "templates",
      folder: folder.file(""),
      files: [],
      folders: [],
      problems: [],
    });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it("lists files and folders, and neither .git nor what is hidden", async () => {
    folder.write("web/nginx.conf.mako", "x");
    folder.write("motd.mako", "hello");
    folder.write(".git/config", "x");
    folder.write("web/.hidden", "x");
    mkdirSync(folder.file("empty"));
    const list = await templates().list();
    expect(paths(list)).toEqual(["motd.mako", "web/nginx.conf.mako"]);
    expect(list.files[0]?.size).toBe(5);
    expect(list.folders).toEqual(["empty", "web"]);
    expect(list.problems).toEqual([]);
  });

  it("says which names not every system takes or tells apart", async () => {
    folder.write("a:b.mako", "");
    folder.write("A.mako", "");
    folder.write("a.mako", "");
    folder.write("evil\u202e.mako", "");
    const { files, problems } = await templates().list();
    expect(files.map(({ path }) => path)).toEqual(["A.mako", "a.mako"]);
    expect(problems).toEqual([
      "a:b.mako is left out: not every system takes this name.",
      "evil.mako is left out: not every system takes this name.",
      "A.mako and a.mako differ only in how they are written. Not every system keeps both.",
    ]);
  });

  it("opens, saves, and opens again", async () => {
    const library = templates();
    const mark = await library.save("web/a.mako", "one", null);
    expect(await library.read("web/a.mako")).toEqual({ text: "one", mark, draft: null });
    const next = await library.save("web/a.mako", "two", mark);
    expect(next).not.toBe(mark);
    expect(folder.read("web/a.mako")).toBe("two");
    const { files } = await library.list();
    expect(files).toEqual([{ path: "web/a.mako", size: 3, mark: next }]);
    expect(readdirSync(folder.file("web"))).toEqual(["a.mako"]);
  });

  it("lists 10,000 files and lets others go on meanwhile", async () => {
    for (let at = 0; at < 100; at += 1) mkdirSync(folder.file(`d${at}`), { recursive: true });
    for (let at = 0; at < 10_000; at += 1) writeFileSync(folder.file(`d${at % 100}/f${at}`), "");
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const { files } = await templates().list();
    clearInterval(timer);
    expect(files).toHaveLength(10_000);
    expect(turns).toBeGreaterThan(10);
  });
});

describe("a save", () => {
  it("writes nothing where another program has changed the file", async () => {
    const library = templates();
    const mark = await library.save("a.mako", "mine", null);
    writeFileSync(folder.file("a.mako"), "theirs!");
    expect(await failureOf(library.save("a.mako", "mine too", mark))).toMatchObject({
      code: "file_changed",
      message: "a.mako was changed by another program. Nothing was written.",
    });
    expect(folder.read("a.mako")).toBe("theirs!");
    rmSync(folder.file("a.mako"));
    expect((await failureOf(library.save("a.mako", "x", mark))).code).toBe("file_changed");
    expect(existsSync(folder.file("a.mako"))).toBe(false);
  });

  it("of a new file does not replace one that is there", async () => {
    folder.write("a.mako", "theirs");
    expect(await failureOf(templates().save("a.mako", "mine", null))).toMatchObject({
      code: "file_changed",
      message: "There is a a.mako already.",
    });
    expect(folder.read("a.mako")).toBe("theirs");
  });

  it.each(["B.mako", "web/A.mako", "WEB/other.mako", "web/a\u0308.mako"])(
    "of %s beside a name that not every system tells from it is refused",
    async (path) => {
      folder.write("b.mako", "");
      folder.write("web/a.mako", "");
      folder.write("web/\u00e4.mako", "");
      const failure = await failureOf(templates().save(path, "x", null));
      expect(failure.code).toBe("bad_request");
      expect(failure.message).toContain("only in how it is written");
    },
  );

  it("keeps the file's mode", async () => {
    chmodSync(folder.write("run.sh.mako", "one"), 0o755);
    const library = templates();
    const { mark } = await library.read("run.sh.mako");
    await library.save("run.sh.mako", "two", mark);
    expect(statSync(folder.file("run.sh.mako")).mode & 0o777).toBe(0o755);
  });

  it("takes names as long as the system does", async () => {
    const name = `${"n".repeat(250)}.mako`;
    const mark = await templates().save(name, "one", null);
    await templates().save(name, "two", mark);
    expect(folder.read(name)).toBe("two");
  });

  it("gives any text back byte for byte, with its line ends and byte order mark", async () => {
    const library = templates();
    let mark: string | null = null;
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    const samples = fc.sample(text, 50).filter((each) => !each.includes("\0"));
    for (const sample of ["\ufeffa\r\nb\nc\rd\u2028\r\n", "", ...samples]) {
      mark = await library.save("a.mako", sample, mark);
      expect(readFileSync(folder.file("a.mako"))).toEqual(Buffer.from(sample));
      expect(await library.read("a.mako")).toEqual({ text: sample, mark, draft: null });
    }
  });

  it("refuses half of a character instead of writing another one", async () => {
    expect((await failureOf(templates().save("a.mako", "x\ud800", null))).code).toBe("bad_request");
    expect(existsSync(folder.file("a.mako"))).toBe(false);
  });
});

describe("a file that is no text", () => {
  it.each([
    [
      "Latin-1",
      Buffer.from("gr\u00fc\u00df", "latin1"),
      "a.mako is not UTF-8 text, so it is not opened.",
    ],
    [
      "UTF-16",
      Buffer.from("\ufeffhello", "utf16le"),
      "a.mako is not UTF-8 text, so it is not opened.",
    ],
    ["zero bytes", Buffer.from("a\0b"), "a.mako has zero bytes, so it is not opened as text."],
  ])("of %s is refused with a sentence, and stays as it is", async (_name, bytes, message) => {
    folder.write("a.mako", bytes);
    expect(await failureOf(templates().read("a.mako"))).toMatchObject({ message });
    expect(readFileSync(folder.file("a.mako"))).toEqual(bytes);
  });

  it("is refused where it is too large for an editor", async () => {
    folder.write("a.mako", "x".repeat(4 * 1024 * 1024 + 1));
    expect((await failureOf(templates().read("a.mako"))).code).toBe("too_large");
  });
});

describe("links that a repository brings", () => {
  it("are listed as problems where they lead out, and neither read nor written", async () => {
    const outside = join(folder.path, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "secret"), "s3cret");
    folder.write("a.mako", "");
    folder.write(".git/config", "x");
    symlinkSync(join(outside, "secret"), folder.file("out.mako"));
    symlinkSync(outside, folder.file("folder"));
    symlinkSync(".git/config", folder.file("hidden.mako"));
    symlinkSync("nowhere", folder.file("dangling.mako"));
    symlinkSync("loop.mako", folder.file("loop.mako"));
    const library = templates();
    const { files, problems } = await library.list();
    expect(files.map(({ path }) => path)).toEqual(["a.mako"]);
    expect(problems).toHaveLength(5);
    expect(problems).toContain("out.mako is left out: this link leads to no file of the library.");
    for (const path of ["out.mako", "folder/secret", "hidden.mako", "dangling.mako", "loop.mako"]) {
      expect((await failureOf(library.read(path))).code).toBe("bad_request");
      const { mark } = await library.read("a.mako");
      await failureOf(library.save(path, "overwritten", mark));
      await failureOf(library.save(path, "overwritten", null));
    }
    await failureOf(library.save("folder/new.mako", "x", null));
    await failureOf(library.move([{ from: "a.mako", to: "folder/a.mako" }]));
    await failureOf(library.remove(["folder/secret"]));
    await failureOf(library.makeFolder("folder/sub"));
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("s3cret");
    expect(readdirSync(outside)).toEqual(["secret"]);
    expect(folder.read(".git/config")).toBe("x");
    // The link itself can be removed, and what it leads to stays.
    await library.remove(["folder", "out.mako"]);
    expect(readdirSync(outside)).toEqual(["secret"]);
  });

  it("are followed to files of the library, and stay links when these are saved", async () => {
    folder.write("web/real.mako", "one");
    symlinkSync("web/real.mako", folder.file("link.mako"));
    const library = templates();
    const { files } = await library.list();
    expect(files.map(({ path }) => path)).toEqual(["link.mako", "web/real.mako"]);
    const { text, mark } = await library.read("link.mako");
    expect(text).toBe("one");
    await library.save("link.mako", "two", mark);
    expect(folder.read("web/real.mako")).toBe("two");
    expect(readdirSync(folder.file("")).sort()).toEqual(["link.mako", "web"]);
  });

  it("may lead to the whole library", async () => {
    const real = join(folder.path, "repository");
    mkdirSync(real);
    mkdirSync(join(folder.path, "data"));
    symlinkSync(real, folder.file(""));
    const library = templates();
    await library.save("web/a.mako", "x", null);
    expect(readFileSync(join(real, "web/a.mako"), "utf8")).toBe("x");
    expect(paths(await library.list())).toEqual(["web/a.mako"]);
  });
});

describe("a move", () => {
  it("takes several files, and folders with all that is in them, and can be undone", async () => {
    folder.write("a.mako", "a");
    folder.write("a.test.yaml", "t");
    folder.write("web/deep/b.mako", "b");
    const library = templates();
    const first = await library.move([
      { from: "a.mako", to: "new/c.mako" },
      { from: "a.test.yaml", to: "new/c.test.yaml" },
    ]);
    expect(paths(first.list)).toEqual(["new/c.mako", "new/c.test.yaml", "web/deep/b.mako"]);
    const second = await library.move([{ from: "web", to: "new/site" }]);
    expect(paths(second.list)).toContain("new/site/deep/b.mako");
    expect(paths((await library.undo(second.undoId)) ?? first.list)).toContain("web/deep/b.mako");
    const list = await library.undo(first.undoId);
    expect(list?.files.map(({ path }) => path)).toEqual([
      "a.mako",
      "a.test.yaml",
      "web/deep/b.mako",
    ]);
    // The folder that was made for it is gone too.
    expect(list?.folders).toEqual(["web", "web/deep"]);
    expect(await library.undo(first.undoId)).toBeNull();
  });

  it("is made whole or not at all, and replaces nothing", async () => {
    folder.write("a.mako", "a");
    folder.write("b.mako", "b");
    folder.write("web/x.mako", "");
    const library = templates();
    const refusals = [
      [
        { from: "a.mako", to: "c.mako" },
        { from: "b.mako", to: "web/x.mako" },
      ],
      [
        { from: "a.mako", to: "c.mako" },
        { from: "none.mako", to: "d.mako" },
      ],
      [
        { from: "a.mako", to: "c.mako" },
        { from: "b.mako", to: "C.mako" },
      ],
      [{ from: "a.mako", to: "b.mako" }],
      [{ from: "a.mako", to: "a.mako" }],
      [{ from: "web", to: "web/sub/web" }],
      [{ from: "a.mako", to: "b.mako/a.mako" }],
    ];
    for (const moves of refusals) {
      expect(["bad_request", "not_found"]).toContain((await failureOf(library.move(moves))).code);
    }
    expect(folder.read("a.mako")).toBe("a");
    expect(folder.read("b.mako")).toBe("b");
    expect(paths(await library.list())).toEqual(["a.mako", "b.mako", "web/x.mako"]);
  });

  it("may change upper and lower case", async () => {
    folder.write("a.mako", "a");
    const { list } = await templates().move([{ from: "a.mako", to: "A.mako" }]);
    expect(paths(list)).toEqual(["A.mako"]);
  });

  it("takes what is not saved along", async () => {
    folder.write("web/a.mako", "a");
    const library = templates();
    const { mark } = await library.read("web/a.mako");
    await library.draft("web/a.mako", { text: "typed", mark });
    const { undoId } = await library.move([{ from: "web", to: "site" }]);
    expect((await library.read("site/a.mako")).draft?.text).toBe("typed");
    expect(await library.drafts()).toEqual(["site/a.mako"]);
    await library.undo(undoId);
    expect((await library.read("web/a.mako")).draft?.text).toBe("typed");
  });
});

describe("a removal", () => {
  it("can be undone, with what was not saved and what is hidden in a folder", async () => {
    folder.write("web/a.mako", "a");
    folder.write("web/.keep", "k");
    const library = templates();
    const { mark } = await library.read("web/a.mako");
    await library.draft("web/a.mako", { text: "typed", mark });
    const { list, undoId } = await library.remove(["web/a.mako", "web"]);
    expect(list.files).toEqual([]);
    expect(await library.drafts()).toEqual([]);
    expect(existsSync(folder.file("web"))).toBe(false);
    const undone = await library.undo(undoId);
    expect(paths(undone ?? list)).toEqual(["web/a.mako"]);
    expect(folder.read("web/.keep")).toBe("k");
    expect((await library.read("web/a.mako")).draft?.text).toBe("typed");
  });

  it("is not undone over something that was put there since", async () => {
    folder.write("a.mako", "old");
    const library = templates();
    const { undoId } = await library.remove(["a.mako"]);
    folder.write("a.mako", "new");
    expect((await failureOf(folder.service().undo(undoId))).code).toBe("not_found");
    expect((await failureOf(library.undo(undoId))).code).toBe("file_changed");
    expect(folder.read("a.mako")).toBe("new");
    renameSync(folder.file("a.mako"), folder.file("b.mako"));
    await library.undo(undoId);
    expect(folder.read("a.mako")).toBe("old");
  });

  it("keeps no more than the last fifty", async () => {
    const library = templates();
    for (let at = 0; at < 55; at += 1) {
      folder.write("a.mako", String(at));
      await library.remove(["a.mako"]);
    }
    const kept = readdirSync(join(folder.path, "state/trash/templates")).sort();
    expect(kept).toHaveLength(50);
    const last = join(folder.path, "state/trash/templates", kept.at(-1) ?? "", "a.mako");
    expect(readFileSync(last, "utf8")).toBe("54");
  });

  it("of what is not there is refused, and leaves the rest", async () => {
    folder.write("a.mako", "a");
    expect((await failureOf(templates().remove(["a.mako", "b.mako"]))).code).toBe("not_found");
    expect(folder.read("a.mako")).toBe("a");
  });
});

describe("a new folder", () => {
  it("is there, and can be undone while it is empty", async () => {
    const library = templates();
    const { list, undoId } = await library.makeFolder("web/sites");
    expect(list.folders).toEqual(["web", "web/sites"]);
    expect((await library.undo(undoId))?.folders).toEqual([]);
    const again = await library.makeFolder("web");
    folder.write("web/a.mako", "a");
    expect((await failureOf(library.undo(again.undoId))).code).toBe("file_changed");
    expect((await failureOf(library.makeFolder("web"))).code).toBe("bad_request");
    expect(folder.read("web/a.mako")).toBe("a");
  });
});

describe("a draft", () => {
  it("is there at the next start, and gone once it is forgotten", async () => {
    folder.write("a.mako", "saved");
    const { mark } = await templates().read("a.mako");
    const draft = { text: "typed \ufeff\r\n", mark };
    await templates().draft("a.mako", draft);
    const next = templates();
    expect(await next.drafts()).toEqual(["a.mako"]);
    expect(await next.read("a.mako")).toEqual({ text: "saved", mark, draft });
    await next.draft("a.mako", null);
    expect(await templates().drafts()).toEqual([]);
  });

  it("outlives its file, and is none where the file has the same text", async () => {
    folder.write("a.mako", "saved");
    const library = templates();
    await library.draft("a.mako", { text: "typed", mark: "old" });
    rmSync(folder.file("a.mako"));
    const draft = { text: "typed", mark: "old" };
    expect(await library.read("a.mako")).toEqual({ text: "", mark: null, draft });
    folder.write("a.mako", "typed");
    expect((await library.read("a.mako")).draft).toBeNull();
  });

  it("that is damaged is set aside and said", async () => {
    const library = templates();
    await library.draft("a.mako", { text: "typed", mark: null });
    const [name = ""] = readdirSync(join(folder.path, "state/drafts/templates"));
    writeFileSync(join(folder.path, "state/drafts/templates", name), "{ nonsense");
    expect(await library.drafts()).toEqual([]);
    expect((await library.list()).problems[0]).toContain("was damaged. It was kept as");
  });
});
