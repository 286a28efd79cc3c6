import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { galleryEntries, searchGallery } from "../../src-shared/gallery-search";
import { readSavedCall } from "../../src-shared/saved-call";
import { snippetSchema } from "../../src-shared/snippet";

const built = resolve(import.meta.dirname, "../../out/agent/snippets.json");
const snippets = JSON.parse(readFileSync(built, "utf8")).map((each: unknown) =>
  snippetSchema.parse(each),
);
const own = [{ path: "web/disk.py", tools: [] }];
const sources = new Map([["web/disk.py", "# mine\nhalf = size // 2  # of the disk\n"]]);
const entries = galleryEntries(snippets, own, sources);
const find = (search: string) => searchGallery(entries, search);
const titles = (search: string) => find(search).map(({ entry }) => entry.title);

it("shows all without a search, snippets first", () => {
  expect(titles("")).toEqual([
    "Certificate expiry",
    "Deploy a config with check",
    "Disk report",
    "Find large files",
    "Follow a log",
    "Rotate a log",
    "Who is logged in",
    "web/disk.py",
  ]);
});

it("finds by title, then by tags and names of methods, then by docs", () => {
  expect(titles("disk").slice(0, 3)).toEqual(["Disk report", "web/disk.py", "Find large files"]);
  expect(titles("x509")).toEqual(["Certificate expiry"]);
  expect(titles("LOGGEDIN.who")).toEqual(["Who is logged in"]);
  expect(titles("visudo").at(0)).toBe("Deploy a config with check");
  expect(titles("log rotate")[0]).toBe("Rotate a log");
});

it("finds by source, and says in which line", () => {
  const [found, ...others] = find("statvfs(mount");
  expect(others).toEqual([]);
  expect(found?.entry.title).toBe("Disk report");
  expect(found?.match?.text).toBe("info = os.statvfs(mount)");
  expect(found?.entry.source.split("\n")[(found?.match?.line ?? 0) - 1]).toContain(
    "statvfs(mount)",
  );
  expect(find("half mine")[0]).toMatchObject({
    entry: { path: "web/disk.py" },
    match: { line: 1 },
  });
  expect(find("no such word anywhere")).toEqual([]);
});

it("finds saved calls by name, by what they call and where, by description and by arguments", () => {
  const text =
    "version: 1\ntool: Nginx\nfile: nginx.py\nmethod: reload\ndescription: After a change of certificates\n" +
    "args: ['say \"hi\"']\nkwargs: {path: /etc/nginx, key: {$secret: front door}}\nhosts: ['tag:prod']\n";
  const read = readSavedCall(text.replace("front door", "frontdoor"));
  if (!read.ok) throw new Error(read.problem.message);
  const saved = { path: "web/calls/reload.yaml", saved: read.call, text };
  const all = galleryEntries(snippets, own, sources, [saved]);
  const first = (search: string) => searchGallery(all, search)[0]?.entry;
  for (const words of [
    "web/reload",
    "nginx.reload tag:prod",
    "change certificates after",
    'say "hi"',
    "path /etc/nginx",
    "frontdoor",
  ]) {
    const found = searchGallery(all, words).map(({ entry }) => entry.title);
    expect(found, words).toContain("web/reload");
  }
  expect(first("web/reload")).toMatchObject({
    summary: "After a change of certificates",
    path: null,
  });
  expect(searchGallery(all, "").at(-1)?.entry.call?.path).toBe("web/calls/reload.yaml");
});
