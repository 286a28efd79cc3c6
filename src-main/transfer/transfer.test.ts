import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { type Connection, fromSsh } from "../session/connection";
import { Session } from "../session/session";
import { agent, builtIn, toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { type Sshd, startSshd } from "../testing/sshd";
import { downloadFile } from "./download";
import { downloadFolder } from "./download-folder";
import { type Caller, RemoteFiles, transferTools } from "./remote-files";
import type { Progress } from "./transfer";
import { uploadFile } from "./upload";
import { uploadFolder } from "./upload-folder";

const tools = transferTools({
  find: (name) => builtIn(name === "Transfer" ? "transfer" : "fs", name),
});
const MIB = 1024 * 1024;

let sshd: Sshd;
let connection: Connection;
let folder: string;
/** Here and on the target, which is this machine, reached by ssh. */
let here: string;
let there: string;

const connect = () => fromSsh(agent, { host: "loopback", configFile: sshd.configFile });
beforeAll(async () => {
  sshd = await startSshd();
  connection = await connect();
});
afterAll(async () => {
  await connection.close();
  await sshd.stop();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-transfer-"));
  here = join(folder, "here");
  there = join(folder, "there");
  mkdirSync(here);
  mkdirSync(there);
});
afterEach(() => {
  // Folders that nobody may write to are among them.
  execFileSync("chmod", ["-R", "u+rwX", folder]);
  rmSync(folder, { recursive: true });
});

function put(path: string, content: string | Buffer, mode = 0o644): string {
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8);
const leftovers = (path: string) => readdirSync(path).filter((name) => name.includes(".rmote-"));

/** A caller that counts the calls of each method, and ends the connection or cancels before one of them. */
function counting(
  before: (method: string, count: number) => void = () => {},
  protocol = connection.protocol,
) {
  const counts = new Map<string, number>();
  const caller: Caller = {
    run: (tool, method, args, kwargs, options) => {
      const count = (counts.get(method) ?? 0) + 1;
      counts.set(method, count);
      before(method, count);
      return protocol.run(tool, method, args, kwargs, options);
    },
  };
  return { caller, counts };
}

describe("an upload", () => {
  it("puts a file with its mode, and sends nothing the second time", async () => {
    const content = randomBytes(3 * MIB + 17);
    const local = put(join(here, "a"), content, 0o750);
    const remote = join(there, "sub", "a");
    const progress: Progress[] = [];
    const { caller, counts } = counting();
    const options = { makeParents: true, onProgress: (each: Progress) => void progress.push(each) };
    expect(await uploadFile(caller, tools, local, remote, options)).toEqual({
      path: remote,
      changed: true,
      size: content.length,
      checksum: sha256(content),
      resumedAt: 0,
    });
    expect(readFileSync(remote).equals(content)).toBe(true);
    expect(modeOf(remote)).toBe("750");
    expect(counts.get("put")).toBe(4);
    expect(progress.at(0)).toEqual({ done: 0, total: content.length });
    expect(progress.at(-1)).toEqual({ done: content.length, total: content.length });
    expect(progress.map(({ done }) => done)).toEqual(
      progress.map(({ done }) => done).sort((a, b) => a - b),
    );

    expect((await uploadFile(caller, tools, local, remote)).changed).toBe(false);
    chmodSync(local, 0o600);
    expect((await uploadFile(caller, tools, local, remote)).changed).toBe(true);
    expect(modeOf(remote)).toBe("600");
    expect(counts.get("put")).toBe(4);
    expect(leftovers(join(there, "sub"))).toEqual([]);
  });

  it("goes over a session, and ends with its link", async () => {
    const ignore = () => {};
    const events = { onChange: ignore, onLog: ignore };
    const session = new Session("host", connect, events);
    await session.open();
    const local = put(join(here, "a"), randomBytes(9 * MIB));
    const remote = join(there, "a");
    const caller: Caller = session;
    expect((await uploadFile(caller, tools, local, remote)).changed).toBe(true);
    put(local, randomBytes(9 * MIB));
    let closed: Promise<void> | null = null;
    const onProgress = () => {
      closed ??= session.close();
    };
    const failed = await failureOf(uploadFile(caller, tools, local, remote, { onProgress }));
    expect(failed.code).toBe("session_closed");
    await closed;
  });

  it("sends an empty file, and one over another", async () => {
    const local = put(join(here, "a"), "");
    const remote = put(join(there, "a"), "old", 0o600);
    await uploadFile(connection.protocol, tools, local, remote);
    expect([readFileSync(remote, "utf8"), modeOf(remote)]).toEqual(["", "644"]);
  });

  it("goes on where it was cut off, and nothing is seen of it before", async () => {
    const content = randomBytes(12 * MIB);
    const local = put(join(here, "a"), content);
    const remote = put(join(there, "a"), "old");
    const other = await connect();
    const cut = counting((method, count) => {
      if (method === "put" && count === 10) other.protocol.close();
    }, other.protocol);
    const failed = await failureOf(uploadFile(cut.caller, tools, local, remote));
    expect(failed.code).toBe("session_closed");
    await other.close();
    expect(readFileSync(remote, "utf8")).toBe("old");
    const [part] = leftovers(there);
    expect(part).toMatch(/^\.a\.rmote-[0-9a-f]{12}\.part$/);

    const { caller, counts } = counting();
    const result = await uploadFile(caller, tools, local, remote);
    expect(result.resumedAt).toBeGreaterThan(0);
    expect(counts.get("put")).toBeLessThan(12);
    expect(readFileSync(remote).equals(content)).toBe(true);
    expect(leftovers(there)).toEqual([]);
  });

  it("is cancelled, and leaves its part only to be gone on with", async () => {
    const local = put(join(here, "a"), randomBytes(12 * MIB));
    for (const resume of [true, false]) {
      const stop = new AbortController();
      const { caller } = counting((method, count) => {
        if (method === "put" && count === 8) stop.abort();
      });
      const options = { resume, signal: stop.signal };
      const failed = await failureOf(uploadFile(caller, tools, local, join(there, "a"), options));
      expect(failed.code).toBe("cancelled");
      expect(leftovers(there)).toHaveLength(resume ? 1 : 0);
      expect(existsSync(join(there, "a"))).toBe(false);
    }
  });

  it("refuses what has arrived damaged, and begins anew", async () => {
    const content = randomBytes(6 * MIB);
    const local = put(join(here, "a"), content);
    const remote = join(there, "a");
    const part = join(there, `.a.rmote-${sha256(content).slice(0, 12)}.part`);
    put(part, Buffer.concat([randomBytes(5 * MIB)]), 0o600);
    const failed = await failureOf(uploadFile(connection.protocol, tools, local, remote));
    expect(failed.exception?.type).toBe("rmote.files.InvalidContent");
    expect(readdirSync(there)).toEqual([]);
    expect((await uploadFile(connection.protocol, tools, local, remote)).resumedAt).toBe(0);
    expect(readFileSync(remote).equals(content)).toBe(true);
  });

  it("notices a file that changes while it is sent", async () => {
    const local = put(join(here, "a"), randomBytes(6 * MIB));
    const { caller } = counting((method, count) => {
      if (method === "put" && count === 1) truncateSync(local, 5 * MIB);
    });
    const failed = await failureOf(uploadFile(caller, tools, local, join(there, "a")));
    expect(failed.message).toContain("was changed");
    expect(readdirSync(there)).toEqual([]);
  });

  it("does not believe a part that somebody else has put there", async () => {
    const content = randomBytes(100);
    const local = put(join(here, "a"), content);
    const part = join(there, `.a.rmote-${sha256(content).slice(0, 12)}.part`);
    const victim = put(join(there, "victim"), "precious");
    symlinkSync(victim, part);
    const failed = await failureOf(uploadFile(connection.protocol, tools, local, join(there, "a")));
    expect(failed.code).toBe("tool_error");
    expect(readFileSync(victim, "utf8")).toBe("precious");
  });

  it("says what is wrong with either end", async () => {
    const upload = (from: string, to: string) =>
      failureOf(uploadFile(connection.protocol, tools, from, to));
    expect((await upload(join(here, "none"), join(there, "a"))).code).toBe("file_error");
    expect((await upload(here, join(there, "a"))).code).toBe("file_error");
    const local = put(join(here, "a"), "x");
    symlinkSync("b", join(there, "link"));
    expect((await upload(local, join(there, "link"))).message).toContain("symbolic link");
    expect((await upload(local, there)).exception?.type).toBe("IsADirectoryError");
    expect((await upload(local, join(there, "no", "a"))).exception?.type).toBe("FileNotFoundError");
  });
});

describe("a download", () => {
  it("fetches a file with its mode, and fetches nothing the second time", async () => {
    const content = randomBytes(3 * MIB + 17);
    const remote = put(join(there, "a"), content, 0o4750);
    symlinkSync("a", join(there, "link"));
    const local = join(here, "b");
    const progress: Progress[] = [];
    const { caller, counts } = counting();
    const onProgress = (each: Progress) => void progress.push(each);
    const result = await downloadFile(caller, tools, join(there, "link"), local, { onProgress });
    expect(result).toEqual({
      path: local,
      changed: true,
      size: content.length,
      checksum: sha256(content),
      resumedAt: 0,
    });
    expect(readFileSync(local).equals(content)).toBe(true);
    // Never setuid: the target is not trusted with that.
    expect(modeOf(local)).toBe("750");
    expect(progress.at(-1)).toEqual({ done: content.length, total: content.length });
    expect((await downloadFile(caller, tools, remote, local)).changed).toBe(false);
    chmodSync(remote, 0o600);
    expect((await downloadFile(caller, tools, remote, local)).changed).toBe(true);
    expect([modeOf(local), counts.get("get")]).toEqual(["600", 1]);
    expect(leftovers(here)).toEqual([]);
  });

  it("goes on where it was cut off", async () => {
    const content = randomBytes(8 * MIB);
    const remote = put(join(there, "a"), content);
    const local = put(join(here, "a"), "old");
    const stop = new AbortController();
    const onProgress = ({ done }: Progress) => {
      if (done > 2 * MIB) stop.abort();
    };
    const options = { signal: stop.signal, onProgress };
    const failed = await failureOf(
      downloadFile(connection.protocol, tools, remote, local, options),
    );
    expect(failed.code).toBe("cancelled");
    expect(readFileSync(local, "utf8")).toBe("old");
    expect(leftovers(here)).toHaveLength(1);
    const result = await downloadFile(connection.protocol, tools, remote, local);
    expect(result.resumedAt).toBeGreaterThan(2 * MIB);
    expect(readFileSync(local).equals(content)).toBe(true);
    expect(leftovers(here)).toEqual([]);
  });

  it("throws away what does not fit together, and what is not to be gone on with", async () => {
    const content = randomBytes(4 * MIB);
    const remote = put(join(there, "a"), content);
    const local = join(here, "a");
    const stopAfter = (bytes: number, resume: boolean) => {
      const stop = new AbortController();
      const onProgress = ({ done }: Progress) => {
        if (done > bytes) stop.abort();
      };
      const options = { resume, signal: stop.signal, onProgress };
      return failureOf(downloadFile(connection.protocol, tools, remote, local, options));
    };
    await stopAfter(MIB, false);
    expect(readdirSync(here)).toEqual([]);
    await stopAfter(MIB, true);
    const [part = ""] = leftovers(here);
    const damaged = readFileSync(join(here, part));
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    put(join(here, part), damaged, 0o600);
    const failed = await failureOf(downloadFile(connection.protocol, tools, remote, local));
    expect([failed.code, readdirSync(here)]).toEqual(["file_error", []]);
    await downloadFile(connection.protocol, tools, remote, local);
    expect(readFileSync(local).equals(content)).toBe(true);
  });

  it("notices a file that changes while it is fetched", async () => {
    const remote = put(join(there, "a"), randomBytes(8 * MIB));
    let isChanged = false;
    const onProgress = () => {
      if (!isChanged) appendFileSync(remote, "more");
      isChanged = true;
    };
    const failed = await failureOf(
      downloadFile(connection.protocol, tools, remote, join(here, "a"), { onProgress }),
    );
    expect(failed.exception?.type).toBe("rmote.files.UnexpectedContent");
    expect(existsSync(join(here, "a"))).toBe(false);
  });

  it("does not write into what stands in the place of its part", async () => {
    const remote = put(join(there, "a"), randomBytes(4 * MIB));
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort() };
    await failureOf(downloadFile(connection.protocol, tools, remote, join(here, "a"), options));
    const [part = ""] = leftovers(here);
    rmSync(join(here, part));
    const victim = put(join(folder, "victim"), "precious");
    symlinkSync(victim, join(here, part));
    const failed = await failureOf(
      downloadFile(connection.protocol, tools, remote, join(here, "a")),
    );
    expect([failed.code, readFileSync(victim, "utf8")]).toEqual(["file_error", "precious"]);
  });

  it("says what is wrong with either end", async () => {
    const download = (from: string, to: string) =>
      failureOf(downloadFile(connection.protocol, tools, from, to));
    expect((await download(join(there, "none"), join(here, "a"))).code).toBe("tool_error");
    expect((await download(there, join(here, "a"))).code).toBe("bad_request");
    const remote = put(join(there, "a"), "x");
    expect((await download(remote, here)).code).toBe("file_error");
    expect((await download(remote, join(here, "no", "a"))).code).toBe("file_error");
  });

  it("does not believe a target that answers with something else", async () => {
    for (const [line, what] of [
      ["return None", "nothing"],
      ["return FileVersion(path, 'file', -1, 0, '')", "a negative size"],
      ["return FileVersion(path, 'file', 1, 0o777777, '')", "a mode that is none"],
    ] as const) {
      const source = [
        "from collections import namedtuple",
        "from rmote.protocol import Tool",
        "FileVersion = namedtuple('FileVersion', 'path type size mode version')",
        "class Transfer(Tool):",
        "    @staticmethod",
        `    def look(path): ${line}`,
      ].join("\n");
      const lying = { ...tools, transfer: toolOf("Transfer", source) };
      const failed = await failureOf(
        downloadFile(connection.protocol, lying, "/a", join(here, "a")),
      );
      expect(failed.code, what).toBe("protocol_error");
    }
  });
});

describe("what is in a folder", () => {
  /** What `browse` yields, and what it returns. */
  async function browse(path: string) {
    const batches: Record<string, Value[]>[] = [];
    const onItem = (item: Value) => void batches.push(fieldsOf(item));
    const { value } = await connection.protocol.run(tools.transfer, "browse", [path], new Map(), {
      onItem,
    });
    return { batches, path: fieldsOf(value).path };
  }
  function fieldsOf(value: Value): Record<string, Value[]> {
    if (typeof value !== "object" || value === null || !("fields" in value)) {
      throw new Error("It is no namedtuple.");
    }
    return Object.fromEntries(value.fields) as Record<string, Value[]>;
  }

  it("is told a thousand at a time, each with its kind, and links with what they lead to", async () => {
    put(join(there, "a"), "abc", 0o640);
    mkdirSync(join(there, "sub"));
    execFileSync("mkfifo", [join(there, "pipe")]);
    symlinkSync("sub", join(there, "to-sub"));
    symlinkSync("nowhere", join(there, "broken"));
    const { batches, path } = await browse(`${there}/sub/..`);
    expect(path).toBe(there);
    const [only] = batches;
    const row = (name: string) => {
      const at = only?.names?.indexOf(name) ?? -1;
      return [only?.types?.[at], only?.targets?.[at], only?.leads_to?.[at]];
    };
    expect(only?.names).toHaveLength(5);
    expect(row("a")).toEqual(["file", null, null]);
    expect(row("sub")).toEqual(["directory", null, null]);
    expect(row("pipe")).toEqual(["other", null, null]);
    expect(row("to-sub")).toEqual(["link", "sub", "directory"]);
    expect(row("broken")).toEqual(["link", "nowhere", null]);
    const a = only?.names?.indexOf("a") ?? -1;
    expect([only?.sizes?.[a], only?.modes?.[a]]).toEqual([3, 0o640]);
    expect(only?.modified?.[a]).toBe(Math.floor(lstatSync(join(there, "a")).mtimeMs));

    for (let n = 0; n < 1200; n++) put(join(there, "sub", `${n}`), "");
    const many = await browse(join(there, "sub"));
    expect(many.batches.map(({ names }) => names?.length)).toEqual([1000, 200]);
    expect((await browse(join(there, "to-sub"))).path).toBe(join(there, "to-sub"));
    expect((await failureOf(browse(join(there, "a")))).exception?.type).toBe("NotADirectoryError");
  });

  it("is looked for by path", async () => {
    put(join(there, "a"), "abc");
    symlinkSync("nowhere", join(there, "link"));
    const remote = new RemoteFiles(connection.protocol, tools);
    const paths = ["a", "none", "link", ""].map((name) => join(there, name));
    const found = await remote.find(paths);
    expect(found.map((each) => each?.type ?? null)).toEqual(["file", null, "link", "directory"]);
    expect(found[0]).toMatchObject({ size: 3, modified: expect.any(Number) });
  });
});

describe("a folder", () => {
  function fill(root: string): void {
    mkdirSync(join(root, "top", "sub", "empty"), { recursive: true });
    put(join(root, "top", "a"), "one", 0o640);
    put(join(root, "top", "sub", "b \u{1F600}"), randomBytes(2 * MIB), 0o755);
    for (let n = 0; n < 20; n++) put(join(root, "top", "sub", `n${n}`), `${n}`);
    symlinkSync("../a", join(root, "top", "sub", "link"));
    symlinkSync("/nowhere", join(root, "top", "dangling"));
    chmodSync(join(root, "top", "sub"), 0o555);
  }

  /** All that is below a folder. */
  function contents(root: string): Record<string, string> {
    const found: Record<string, string> = {};
    for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      const path = join(root, name);
      const info = lstatSync(path);
      if (info.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`;
      else if (info.isDirectory()) found[name] = `folder ${modeOf(path)}`;
      else found[name] = `${modeOf(path)} ${sha256(readFileSync(path))}`;
    }
    return found;
  }

  it("goes there and comes back as it is, and the second time nothing is done", async () => {
    fill(here);
    const progress: Progress[] = [];
    const onProgress = (each: Progress) => void progress.push(each);
    const remote = join(there, "x", "top");
    const { protocol } = connection;
    const options = { makeParents: true, onProgress };
    const sent = await uploadFolder(protocol, tools, join(here, "top"), remote, options);
    expect(sent).toMatchObject({ path: remote, files: 22 });
    expect(contents(remote)).toEqual(contents(join(here, "top")));
    expect(progress.at(-1)).toEqual({ done: sent.size, total: sent.size });
    const again = await uploadFolder(protocol, tools, join(here, "top"), remote);
    expect(again.changed).toBe(0);

    const back = join(here, "y", "back");
    const fetched = await downloadFolder(protocol, tools, remote, back, options);
    expect(fetched).toMatchObject({ path: back, files: 22, size: sent.size });
    expect(contents(back)).toEqual(contents(remote));
    put(join(back, "extra"), "stays");
    expect((await downloadFolder(protocol, tools, remote, back)).changed).toBe(0);
    expect(existsSync(join(back, "extra"))).toBe(true);
  });

  it("is cancelled, and goes on with what is missing", async () => {
    fill(here);
    const stop = new AbortController();
    const { caller } = counting((method, count) => {
      if (method === "finish" && count === 5) stop.abort();
    });
    const remote = join(there, "top");
    const options = { signal: stop.signal };
    const failed = await failureOf(uploadFolder(caller, tools, join(here, "top"), remote, options));
    expect(failed.code).toBe("cancelled");
    const { caller: second, counts } = counting();
    await uploadFolder(second, tools, join(here, "top"), remote);
    expect(counts.get("finish")).toBeLessThan(22);
    expect(contents(remote)).toEqual(contents(join(here, "top")));
  });

  it("with something in it that is no file is refused before anything is done", async () => {
    mkdirSync(join(here, "top"));
    put(join(here, "top", "a"), "x");
    execFileSync("mkfifo", [join(here, "top", "pipe")]);
    const { protocol } = connection;
    const up = await failureOf(
      uploadFolder(protocol, tools, join(here, "top"), join(there, "top")),
    );
    const down = await failureOf(
      downloadFolder(protocol, tools, join(here, "top"), join(there, "top")),
    );
    expect([up.code, down.code]).toEqual(["bad_request", "bad_request"]);
    expect(readdirSync(there)).toEqual([]);
  });

  it("cannot lead out of the one that it is put into", async () => {
    mkdirSync(join(here, "out"));
    mkdirSync(join(here, "in"));
    const lying = (entries: string) => {
      const source = [
        "from collections import namedtuple",
        "from rmote.protocol import Tool",
        "FileVersion = namedtuple('FileVersion', 'path type size mode version')",
        "Entry = namedtuple('Entry', 'path type size mode target')",
        "class Transfer(Tool):",
        "    @staticmethod",
        "    def look(path): return FileVersion(path, 'directory', 0, 0o755, 'v')",
        "    @staticmethod",
        `    def walk(path): yield from [Entry(*each) for each in ${entries}]`,
      ].join("\n");
      return { ...tools, transfer: toolOf("Transfer", source) };
    };
    const out = join(here, "out");
    for (const entries of [
      "[('../out/a', 'file', 1, 0o644, None)]",
      "[('/etc/a', 'file', 1, 0o644, None)]",
      "[('a//b', 'file', 1, 0o644, None)]",
      "[('a\\0', 'file', 1, 0o644, None)]",
      `[('a', 'link', 1, 0o777, '${out}'), ('a/b', 'directory', 0, 0o755, None)]`,
      `[('a', 'link', 1, 0o777, '${out}'), ('a', 'directory', 0, 0o755, None)]`,
      "[('never/told', 'file', 1, 0o644, None)]",
    ]) {
      const failed = await failureOf(
        downloadFolder(connection.protocol, lying(entries), "/srv", join(here, "in", "top")),
      );
      expect(failed.code, entries).toBe("protocol_error");
    }
    // A link that is here already is not gone through either.
    mkdirSync(join(here, "in", "top"), { recursive: true });
    symlinkSync(out, join(here, "in", "top", "a"));
    const entries = "[('a', 'directory', 0, 0o755, None)]";
    const failed = await failureOf(
      downloadFolder(connection.protocol, lying(entries), "/srv", join(here, "in", "top")),
    );
    expect(failed.code).toBe("file_error");
    expect([readdirSync(out), statSync(out).isDirectory()]).toEqual([[], true]);
  });
});
