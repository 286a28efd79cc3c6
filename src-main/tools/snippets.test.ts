import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import { FailureError } from "../../src-shared/failure";
import { isTyped, type Value } from "../../src-shared/value";
import { fromLocal } from "../session/connection";
import { Session } from "../session/session";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { ToolLibrary } from "./tool-library";

const library = new ToolLibrary(resolve(import.meta.dirname, "../../out/agent"));
const { list } = library.snippets;

it("says of each snippet what it is, with methods that say what they do", () => {
  expect(list.map(({ title }) => title)).toEqual([
    "Certificate expiry",
    "Deploy a config with check",
    "Disk report",
    "Follow a log",
    "Find large files",
    "Who is logged in",
    "Rotate a log",
  ]);
  for (const snippet of list) {
    expect(snippet.tags.length, snippet.name).toBeGreaterThan(2);
    for (const { summary, methods } of snippet.tools) {
      expect(summary, snippet.name).not.toBe("");
      for (const { name, summary, parameters } of methods) {
        const missing = parameters.filter(({ doc, annotation }) => doc === "" || annotation === "");
        expect([name, summary === "", missing], snippet.name).toEqual([name, false, []]);
      }
    }
  }
});

it("finds a snippet's tool by its key alone, and its source", async () => {
  const key = "rmote.snippets.disk_report.DiskReport";
  const found = library.find(key, "report");
  expect(found).toMatchObject({ name: "DiskReport", module: "rmote.snippets.disk_report" });
  expect(library.source("rmote.snippets.disk_report")).toBe(found.source);
  const codeOf = async (name: string, method: string) =>
    (await failureOf(Promise.resolve().then(() => library.find(name, method)))).code;
  expect(await codeOf("DiskReport", "report")).toBe("not_found");
  expect(await codeOf(key, "no_such_method")).toBe("not_found");
});

describe("on a target, each works as it is:", () => {
  let session: Session;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rmote-snippets-"));
    session = new Session(LOCAL_HOST_ID, (options) => fromLocal(agent, options), {
      onChange: () => {},
      onLog: () => {},
    });
    await session.open();
  });
  afterAll(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  /** What a method returns, or all that it yields. */
  async function call(name: string, method: string, ...args: Value[]): Promise<Value> {
    const snippet = list.find((each) => each.name === name);
    const key = snippet?.tools[0]?.key;
    if (key === undefined) throw new Error(`There is no snippet ${name}.`);
    const items: Value[] = [];
    const done = await session.run(library.find(key, method), method, args, new Map(), {
      onItem: (item) => {
        items.push(item);
      },
    });
    return done.isStream ? items : done.value;
  }
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const field = (value: Value, name: string) => {
    if (!isTyped(value) || value.$ !== "namedtuple") throw new Error("That is no namedtuple.");
    return value.fields.get(name);
  };

  it("the disk report", async () => {
    expect(await call("disk_report", "report")).not.toEqual([]);
    expect(await call("disk_report", "folders", folder)).toHaveLength(1);
  });

  it("large files", async () => {
    const large = file("large", "x".repeat(2 * 1024 * 1024));
    const [found] = (await call("large_files", "find", folder, 1)) as Value[];
    expect(field(found ?? null, "path")).toBe(large);
    expect(await call("large_files", "held")).toBeInstanceOf(Array);
  });

  it("who is logged in", async () => {
    expect(await call("logged_in", "who")).toBeInstanceOf(Array);
  });

  it("certificates", async () => {
    expect(await call("certificate_expiry", "files")).toBeInstanceOf(Array);
    const failure = await failureOf(call("certificate_expiry", "server", "127.0.0.1", 1));
    expect(failure.exception?.type).toContain("ConnectionRefusedError");
  });

  it("a log that is followed, and rotated", async () => {
    const log = file("app.log", "one\ntwo\n");
    expect(await call("follow_log", "follow", log, "", 1, false)).toEqual(["two"]);
    expect(field(await call("rotate_log", "rotate", log), "changed")).toBe(true);
    expect(readFileSync(`${log}.1`, "utf8")).toBe("one\ntwo\n");
    expect(field(await call("rotate_log", "rotate", log), "changed")).toBe(false);
  });

  it("a config that is deployed", async () => {
    const config = file("app.conf", "old\n");
    expect(field(await call("deploy_config", "deploy", config, "new\n"), "diff")).toContain("+new");
    expect(readFileSync(config, "utf8")).toBe("new\n");
    await expect(call("deploy_config", "deploy", folder, "new\n")).rejects.toThrow(FailureError);
  });
});
