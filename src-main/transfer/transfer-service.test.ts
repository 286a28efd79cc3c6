import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Transfer, TransferState } from "../../src-shared/transfer";
import { fromSsh } from "../session/connection";
import { SessionManager } from "../session/session-manager";
import { agent, builtIn } from "../testing/agent";
import { descendants, eventually } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import { freeName, numbered } from "./free-name";
import { RateMeter } from "./rate-meter";
import { transferTools } from "./remote-files";
import { TransferService } from "./transfer-service";
import { checkFollows, localName } from "./transfer-state";

const tools = transferTools({
  find: (name) => builtIn(name === "Transfer" ? "transfer" : "fs", name),
});
const MIB = 1024 * 1024;
const HOST = "loopback";

let sshd: Sshd;
let sessions: SessionManager;
let service: TransferService;
let folder: string;
/** Here and on the target, which is this machine, reached by ssh. */
let here: string;
let there: string;
/** What was told of each transfer, oldest first. */
let told: Map<string, TransferState[]>;

beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());
const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
const leftovers = (path: string) => readdirSync(path).filter((name) => name.includes(".rmote-"));
const put = (path: string, content: string | Buffer) => {
  writeFileSync(path, content);
  return path;
};
const byName = (name: string): Transfer => {
  const found = service.list().find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no transfer of ${name}.`);
  return found;
};
/** Waits until no transfer is waiting or running. */
const settled = () =>
  eventually(
    () => service.list().map(({ state }) => state.kind),
    (kinds) => kinds.every((kind) => kind !== "waiting" && kind !== "running"),
    60_000,
  );
const running = (name: string, least: number) =>
  eventually(
    () => byName(name).state,
    (state) => state.kind === "running" && state.done >= least,
    60_000,
  );

describe("transfers", () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rmote-transfers-"));
    here = join(folder, "here");
    there = join(folder, "there");
    mkdirSync(here);
    mkdirSync(there);
    told = new Map();
    sessions = new SessionManager(
      () => fromSsh(agent, { host: HOST, configFile: sshd.configFile }),
      {
        onChange: () => {},
        onLog: () => {},
      },
    );
    service = new TransferService({
      sessions,
      connect: (hostId) => sessions.open(hostId),
      tools,
      onChange: ({ changed, removed }) => {
        for (const { id, state } of changed) told.set(id, [...(told.get(id) ?? []), state]);
        for (const id of removed) told.delete(id);
      },
    });
    await sessions.open(HOST);
  });
  afterEach(async () => {
    service.stop();
    await sessions.closeAll();
    rmSync(folder, { recursive: true });
  });

  it("go to a host and come back, two at a time, and are told of as they go", async () => {
    const content = randomBytes(5 * MIB);
    const paths = ["a", "b", "c"].map((name) => put(join(here, name), content));
    mkdirSync(join(here, "site", "empty"), { recursive: true });
    put(join(here, "site", "index.html"), "<p>");
    service.upload(HOST, there, [...paths, join(here, "site")]);
    expect(service.list().map(({ state }) => state.kind)).toEqual([
      "running",
      "running",
      "waiting",
      "waiting",
    ]);
    expect(sessions.list()[0]?.callsInFlight).toBe(0);
    await settled();
    expect(byName("a").state).toEqual({
      kind: "done",
      changed: true,
      size: content.length,
      files: null,
      resumedAt: 0,
    });
    expect(byName("site")).toMatchObject({
      isFolder: true,
      remotePath: join(there, "site"),
      state: { kind: "done", files: 1, size: 3 },
    });
    expect(readdirSync(there).sort()).toEqual(["a", "b", "c", "site"]);
    expect(readdirSync(join(there, "site")).sort()).toEqual(["empty", "index.html"]);
    await eventually(
      () => told.get(byName("site").id)?.at(-1)?.kind,
      (kind) => kind === "done",
    );

    const back = join(here, "back");
    mkdirSync(back);
    service.download(HOST, [join(there, "a"), join(there, "site")], back);
    await settled();
    expect(readFileSync(join(back, "a")).equals(content)).toBe(true);
    expect(readFileSync(join(back, "site", "index.html"), "utf8")).toBe("<p>");
    service.clear(service.list().map(({ id }) => id));
    expect(service.list()).toEqual([]);
  });

  it("ask before a file is replaced, each or all of them, and never replace another kind", async () => {
    for (const name of ["one.txt", "two.txt", "three.txt", "four.txt"]) {
      put(join(here, name), `new ${name}`);
      put(join(there, name), `old ${name}`);
    }
    put(join(here, "five.txt"), "new");
    mkdirSync(join(there, "five.txt"));
    put(join(here, "free.txt"), "new");
    const names = ["one.txt", "two.txt", "three.txt", "four.txt", "five.txt", "free.txt"];
    service.upload(
      HOST,
      there,
      names.map((name) => join(here, name)),
    );
    await settled();
    expect(byName("free.txt").state.kind).toBe("done");
    expect(byName("one.txt").state).toMatchObject({
      kind: "asking",
      standing: { type: "file", size: "old one.txt".length },
      answers: ["replace", "keep_both", "skip"],
    });
    expect(byName("five.txt").state).toMatchObject({
      kind: "asking",
      standing: { type: "directory" },
      answers: ["keep_both", "skip"],
    });
    expect(readFileSync(join(there, "one.txt"), "utf8")).toBe("old one.txt");

    service.answer(byName("one.txt").id, "skip", false);
    service.answer(byName("two.txt").id, "keep_both", false);
    await settled();
    expect(readFileSync(join(there, "two (2).txt"), "utf8")).toBe("new two.txt");
    expect(byName("one.txt").state).toEqual({ kind: "cancelled", isSkipped: true });
    service.answer(byName("three.txt").id, "replace", true);
    await settled();
    const contents = ["one.txt", "two.txt", "three.txt", "four.txt"].map((name) =>
      readFileSync(join(there, name), "utf8"),
    );
    expect(contents).toEqual(["old one.txt", "old two.txt", "new three.txt", "new four.txt"]);
    expect(byName("five.txt").state.kind).toBe("asking");
    service.answer(byName("five.txt").id, "keep_both", false);
    await settled();
    expect(readFileSync(join(there, "five (2).txt"), "utf8")).toBe("new");

    // A download asks the same, and an answer for all holds for what has not asked yet.
    service.download(HOST, [join(there, "one.txt"), join(there, "three.txt")], here);
    await settled();
    service.answer(service.list().find(isAsking)?.id ?? "", "skip", true);
    await settled();
    expect(readFileSync(join(here, "one.txt"), "utf8")).toBe("new one.txt");
    expect(service.list().filter(isAsking)).toEqual([]);
  });

  it("to one place come one after the other, so that the second asks", async () => {
    mkdirSync(join(here, "other"));
    put(join(here, "a"), randomBytes(3 * MIB));
    put(join(here, "other", "a"), "small");
    service.upload(HOST, there, [join(here, "a"), join(here, "other", "a")]);
    await settled();
    expect(service.list().map(({ state }) => state.kind)).toEqual(["done", "asking"]);
  });

  it("are cancelled and leave nothing, and begin again where a person wants it", async () => {
    const content = randomBytes(96 * MIB);
    put(join(here, "a"), content);
    put(join(here, "b"), "b");
    put(join(there, "a"), "old");
    service.upload(HOST, there, [join(here, "a")]);
    await settled();
    service.answer(byName("a").id, "replace", false);
    await running("a", 8 * MIB);
    service.cancel([byName("a").id]);
    await settled();
    expect(byName("a").state).toEqual({ kind: "cancelled", isSkipped: false });
    expect(readFileSync(join(there, "a"), "utf8")).toBe("old");
    expect(leftovers(there)).toEqual([]);
    // It asks again: something else may be there by now.
    service.resume([byName("a").id]);
    await settled();
    expect(byName("a").state.kind).toBe("asking");
    service.answer(byName("a").id, "replace", false);
    await settled();
    expect(readFileSync(join(there, "a")).equals(content)).toBe(true);

    mkdirSync(join(here, "down"));
    service.clear([byName("a").id]);
    service.download(HOST, [join(there, "a")], join(here, "down"));
    await running("a", 1);
    const download = byName("a");
    service.cancel([download.id]);
    await settled();
    expect(readdirSync(join(here, "down"))).toEqual([]);
    expect(() => service.fileOf(download.id)).toThrow("not here");
  });

  it("fail with a link that is lost, and go on over a new one", async () => {
    const content = randomBytes(96 * MIB);
    put(join(here, "a"), content);
    put(join(here, "b"), "b");
    service.upload(HOST, there, [join(here, "a"), join(here, "b")]);
    await running("a", 24 * MIB);
    for (const { pid, command } of descendants(process.pid)) {
      if (/^ssh\b/.test(command)) process.kill(pid, "SIGKILL");
    }
    await settled();
    const { state } = byName("a");
    expect(state).toMatchObject({ kind: "failed", failure: { code: "connection_lost" } });
    expect(leftovers(there)).toHaveLength(1);
    expect(existsSync(join(there, "a"))).toBe(false);

    service.resume([byName("a").id]);
    await settled();
    const done = byName("a").state;
    expect(done).toMatchObject({ kind: "done", changed: true });
    expect(done.kind === "done" && done.resumedAt).toBeGreaterThan(8 * MIB);
    expect(sha256(readFileSync(join(there, "a")))).toBe(sha256(content));
    expect(leftovers(there)).toEqual([]);
  });

  it("say why they cannot be made, and a session is made for those that are wanted again", async () => {
    put(join(there, "a"), "x");
    service.upload(HOST, join(there, "none"), [put(join(here, "b"), "b")]);
    service.upload(HOST, there, [join(here, "none")]);
    await settled();
    expect(byName("b").state).toMatchObject({
      kind: "failed",
      failure: { code: "tool_error", exception: { type: "FileNotFoundError" } },
    });
    expect(byName("none").state).toMatchObject({ failure: { code: "file_error" } });
    await sessions.close(HOST);
    service.download(HOST, [join(there, "a")], here);
    await settled();
    expect(byName("a").state).toMatchObject({ failure: { code: "session_closed" } });
    service.resume([byName("a").id]);
    await settled();
    expect(byName("a").state.kind).toBe("done");
  });

  it("never write outside of the folder that was chosen, whatever a name is", async () => {
    const names = ["-rf", "new\nline", "tab\t\u001b[31m", " blank ", "$(id)", "~"];
    for (const name of names) put(join(there, name), name);
    service.download(
      HOST,
      names.map((name) => join(there, name)),
      here,
    );
    await settled();
    for (const name of names) expect(readFileSync(join(here, name), "utf8")).toBe(name);
    for (const path of ["/srv/..", "/", "/srv/.", "/srv/a\udc80", ""]) {
      expect(() => service.download(HOST, [join(there, "-rf"), path], here), path).toThrow();
    }
    expect(readdirSync(here).sort()).toEqual([...names].sort());
    expect(readdirSync(folder).sort()).toEqual(["here", "there"]);
    expect(localName("/srv/..x/")).toBe("..x");
  });

  it("do not follow a link that stands where a download goes", async () => {
    put(join(there, "a"), "new");
    const victim = put(join(folder, "victim"), "precious");
    symlinkSync(victim, join(here, "a"));
    service.download(HOST, [join(there, "a")], here);
    await settled();
    expect(byName("a").state).toMatchObject({ answers: ["keep_both", "skip"] });
    expect(readFileSync(victim, "utf8")).toBe("precious");
    rmSync(victim);
  });
});

const isAsking = ({ state }: Transfer) => state.kind === "asking";

describe("a state", () => {
  it("follows only what it can follow", () => {
    expect(() => checkFollows("waiting", "running")).not.toThrow();
    expect(() => checkFollows("done", "running")).toThrow("done");
    expect(() => checkFollows("asking", "running")).toThrow("asking");
  });
});

describe("a free name", () => {
  it("has a number before what tells the kind", () => {
    expect(numbered("report.txt", 2, false)).toBe("report (2).txt");
    expect(numbered("site.tar.gz", 3, false)).toBe("site (3).tar.gz");
    expect(numbered(".bashrc", 2, false)).toBe(".bashrc (2)");
    expect(numbered("v1.2", 2, true)).toBe("v1.2 (2)");
    expect(numbered("Makefile", 2, false)).toBe("Makefile (2)");
  });

  it("is the first that is not taken", async () => {
    const taken = new Set(Array.from({ length: 30 }, (_, n) => `a (${n}).txt`));
    const areTaken = async (names: string[]) => names.map((name) => taken.has(name));
    expect(await freeName("a.txt", false, areTaken)).toBe("a (30).txt");
    expect(await freeName("a.txt", false, async (names) => names.map(() => true))).toBeNull();
  });
});

describe("a rate", () => {
  it("is of the last seconds, and null at first", () => {
    let now = 0;
    const meter = new RateMeter(() => now);
    expect(meter.rate).toBeNull();
    meter.add(1000);
    now = 100;
    meter.add(1100);
    expect(meter.rate).toBeNull();
    now = 1000;
    meter.add(2000);
    expect(meter.rate).toBe(1000);
    for (; now <= 10_000; now += 1000) meter.add(2000);
    expect(meter.rate).toBe(0);
  });
});
