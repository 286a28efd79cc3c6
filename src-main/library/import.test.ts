import {
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Options, ZipFile } from "yazl";
import { failureOf } from "../testing/failure-of";
import { libraryFolder } from "../testing/library-folder";
import { ImportFiles } from "./import-files";
import { readZip } from "./read-zip";

const folder = libraryFolder();

/** Writes a zip and gives back where it is. */
async function zip(files: Record<string, string | Buffer>, options: Partial<Options> = {}) {
  const archive = new ZipFile();
  for (const [path, content] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(content), path, options);
  }
  archive.end();
  const file = join(folder.path, "some.zip");
  await pipeline(archive.outputStream, createWriteStream(file));
  return file;
}

/** A zip in which a name of the same length was put in place of another one: what no honest writer makes. */
async function zipWithName(honest: string, evil: string, options: Partial<Options> = {}) {
  const file = await zip({ [honest]: "x", "fine.mako": "fine" }, options);
  const bytes = readFileSync(file).toString("latin1").replaceAll(honest, evil);
  writeFileSync(file, Buffer.from(bytes, "latin1"));
  return file;
}

describe("an export", () => {
  it.each(["zip", "folder"] as const)("as a %s comes back as it was", async (packing) => {
    const files = {
      "web/nginx.conf.mako": "a\r\n\ufeff",
      "web/nginx.conf.test.yaml": "",
      "ä.mako": "b",
    };
    for (const [path, text] of Object.entries(files)) folder.write(path, text);
    folder.write(".git/config", "x");
    const service = folder.service();
    const target = join(folder.path, "exported");
    await service.export("templates", null, target, packing);
    await service.of("templates").remove(["web", "ä.mako"]);
    const found = await service.preview("templates", target, packing);
    expect(found.problems).toEqual([]);
    expect(found.files.map(({ path, present }) => [path, present]).sort()).toEqual(
      Object.keys(files)
        .sort()
        .map((path) => [path, "no"]),
    );
    await service.import(found.importId, Object.keys(files), "keep");
    for (const [path, text] of Object.entries(files)) expect(folder.read(path)).toBe(text);
  });

  it("takes the files and folders that are named, and replaces nothing", async () => {
    folder.write("web/a.mako", "a");
    folder.write("b.mako", "b");
    const service = folder.service();
    const target = join(folder.path, "exported");
    await service.export("templates", ["web"], target, "folder");
    expect(readdirSync(target)).toEqual(["web"]);
    expect((await failureOf(service.export("templates", null, target, "folder"))).message).toBe(
      `There is a web/a.mako in ${target} already.`,
    );
    expect(readdirSync(target)).toEqual(["web"]);
    expect((await failureOf(service.export("templates", ["no"], target, "zip"))).code).toBe(
      "bad_request",
    );
  });
});

describe("an import", () => {
  it("tells what is here already, keeps or replaces it, and can be undone", async () => {
    folder.write("same.mako", "same");
    folder.write("other.mako", "mine");
    const service = folder.service();
    const file = await zip({ "same.mako": "same", "other.mako": "theirs", "new/c.mako": "c" });
    const { importId, files } = await service.preview("templates", file, "zip");
    expect(files.map(({ path, present }) => [path, present])).toEqual([
      ["same.mako", "same"],
      ["other.mako", "other"],
      ["new/c.mako", "no"],
    ]);
    const paths = files.map(({ path }) => path);
    const kept = await service.import(importId, paths, "keep");
    expect(folder.read("other.mako")).toBe("mine");
    expect(folder.read("new/c.mako")).toBe("c");
    await service.undo(kept.undoId);
    const replaced = await service.import(importId, paths, "replace");
    expect(folder.read("other.mako")).toBe("theirs");
    const list = await service.undo(replaced.undoId);
    expect(folder.read("other.mako")).toBe("mine");
    expect(list.files.map(({ path }) => path)).toEqual(["other.mako", "same.mako"]);
    expect(list.folders).toEqual([]);
    expect((await failureOf(service.import("unknown", paths, "keep"))).code).toBe("not_found");
  });

  it.each([
    ["out of the folder", "../../evil"],
    ["from the root", "/root/evil"],
    ["of a drive", "C:\\x\\evil"],
    ["with a backslash", "..\\..\\evi"],
    ["with a control character", "evil\x1b[31m"],
  ])("leaves out a path %s and takes the rest", async (_name, evil) => {
    const service = folder.service();
    const file = await zipWithName("a".repeat(evil.length), evil);
    const { files, problems } = await service.preview("templates", file, "zip");
    expect(files.map(({ path }) => path)).toEqual(["fine.mako"]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("is left out");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(problems[0]).not.toMatch(/[\x00-\x1f]/);
  });

  it("leaves out links and devices, hidden files, and what is no text", async () => {
    const link = await zip({ "link.mako": "/etc/passwd" }, { mode: 0o120777 });
    const service = folder.service();
    expect(await service.preview("templates", link, "zip")).toMatchObject({
      files: [],
      problems: ["link.mako is left out: it is a link."],
    });
    const device = await zip({ "device.mako": "" }, { mode: 0o060644 });
    expect((await service.preview("templates", device, "zip")).problems).toEqual([
      "device.mako is left out: it is neither a file nor a folder.",
    ]);
    const others = await zip({
      ".git/hooks/post-checkout": "evil",
      "web/.hidden": "x",
      "latin.mako": Buffer.from([0xe4]),
      "con.mako": "x",
      "A.mako": "1",
      "a.mako": "2",
      "A.mako/b.mako": "3",
    });
    const { files, problems } = await service.preview("templates", others, "zip");
    expect(files.map(({ path }) => path)).toEqual(["A.mako"]);
    expect(problems).toHaveLength(4);
  });

  it("leaves out what stands in the way of what is here", async () => {
    folder.write("web/a.mako", "a");
    folder.write("file", "f");
    const service = folder.service();
    const file = await zip({ "WEB/b.mako": "b", Web: "x", "file/c.mako": "c", "web/d.mako": "d" });
    const { files, problems } = await service.preview("templates", file, "zip");
    expect(files.map(({ path }) => path)).toEqual(["web/d.mako"]);
    expect(problems).toHaveLength(3);
  });

  it("is bounded in files, in bytes, and in what a file may grow to", async () => {
    const bounds = { files: 3, bytes: 1000, entries: 6 };
    const many = await zip(Object.fromEntries([..."abcdefgh"].map((name) => [name, name])));
    const few = await readZip(many, new ImportFiles(bounds));
    expect(few.files).toHaveLength(3);
    expect(few.problems).toEqual(["There are more than 3 files. The others are left out."]);
    const large = await zip({ a: "x".repeat(900), b: "y".repeat(900), c: "z" });
    const some = await readZip(large, new ImportFiles(bounds));
    expect(some.files.map(({ path }) => path)).toEqual(["a", "c"]);
    expect(some.problems).toEqual(["b is left out: it is too large."]);
  });

  it("takes nothing of a file that unpacks to more than it says", async () => {
    const real = "x".repeat(100_000);
    const file = await zip({ "bomb.mako": real, "fine.mako": "fine" });
    const bytes = readFileSync(file);
    // The size of the first entry in the central directory is made a lie.
    const central = bytes.indexOf(Buffer.from("PK\x01\x02", "latin1"));
    expect(bytes.readUInt32LE(central + 24)).toBe(real.length);
    bytes.writeUInt32LE(10, central + 24);
    writeFileSync(file, bytes);
    const { files, problems } = await readZip(file);
    expect(files.map(({ path }) => path)).toEqual(["fine.mako"]);
    expect(problems).toHaveLength(1);
    expect(deflateRawSync(real).length).toBeLessThan(1000);
  });

  it("of what is no zip, or a broken one, is refused with a sentence", async () => {
    const service = folder.service();
    const none = join(folder.path, "none.zip");
    writeFileSync(none, "no zip at all");
    expect((await failureOf(service.preview("templates", none, "zip"))).code).toBe("bad_request");
    const file = await zip({ "a.mako": "a" });
    writeFileSync(file, readFileSync(file).subarray(0, -30));
    expect((await failureOf(service.preview("templates", file, "zip"))).code).toBe("bad_request");
    expect((await service.of("templates").list()).files).toEqual([]);
  });

  it("of a folder follows no links", async () => {
    const source = join(folder.path, "source");
    mkdirSync(join(source, ".git"), { recursive: true });
    mkdirSync(join(source, "web"));
    writeFileSync(join(source, "web/a.mako"), "a");
    symlinkSync("/etc/passwd", join(source, "out.mako"));
    symlinkSync("/", join(source, "all"));
    const { files, problems } = await folder.service().preview("templates", source, "folder");
    expect(files.map(({ path }) => path)).toEqual(["web/a.mako"]);
    expect(problems).toEqual([
      "all is left out: it is a link.",
      "out.mako is left out: it is a link.",
    ]);
  });

  it("keeps no more of what is left out than is told", () => {
    const files = new ImportFiles();
    for (let i = 0; i < 1000; i++) files.leaveOut("n".repeat(65_535), "it is a link");
    expect(files.problems).toHaveLength(101);
    expect(files.problems.at(-1)).toBe("900 more are left out.");
    expect(files.problems.join("").length).toBeLessThan(100_000);
  });
});
