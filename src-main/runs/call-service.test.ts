import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { CallRequest, Item } from "../../src-shared/call";
import type { Value } from "../../src-shared/value";
import { QuestionService } from "../questions/question-service";
import { noSecretStore } from "../questions/secret-store";
import { fromLocal } from "../session/connection";
import { Session } from "../session/session";
import { agent, toolOf } from "../testing/agent";
import { eventually } from "../testing/processes";
import { CallSecrets } from "./call-secrets";
import { CallService } from "./call-service";
import { LogBatcher } from "./log-batcher";

/** Yields `count` texts of `size` characters and keeps the number of those that were asked for in a file. */
const tool = toolOf(
  "Source",
  [
    "import os, time",
    "from rmote.protocol import Tool",
    "class Source(Tool):",
    "    @staticmethod",
    "    def items(path, count, size, then=None):",
    "        for number in range(count):",
    "            with open(path, 'w') as file:",
    "                file.write(str(number))",
    "            yield str(number).ljust(size)",
    "        if then is not None:",
    "            raise ValueError(then)",
    "        return 'the end'",
    "    @staticmethod",
    "    def plain(gate):",
    "        while not os.path.exists(gate):",
    "            time.sleep(0.01)",
    "        return 'done'",
  ].join("\n"),
);

const none = noSecretStore("Nothing is asked here.");

let folder: string;
let path: string;
let session: Session;
let calls: CallService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rmote-calls-"));
  path = join(folder, "count");
  const ignore = () => {};
  session = new Session(LOCAL_HOST_ID, (options) => fromLocal(agent, options), {
    onChange: ignore,
    onLog: ignore,
  });
  await session.open();
  calls = new CallService(
    { get: () => session },
    { find: () => tool },
    { source: async () => tool },
    new CallSecrets(new QuestionService(none, ignore), none),
    new LogBatcher(ignore),
  );
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const request = (method: string, args: Value[]): CallRequest => ({
  callId: "c1",
  hostId: LOCAL_HOST_ID,
  tool: "Source",
  method,
  args,
  kwargs: {},
  timeoutSeconds: null,
});

const asked = () => Number(readFileSync(path, "utf8"));

/** Resolves when the target has stopped asking its generator, however far it is. */
async function standstill(): Promise<number> {
  let before = -1;
  let same = 0;
  return await eventually(asked, (now) => {
    same = now === before ? same + 1 : 0;
    before = now;
    return same === 10;
  });
}

async function takeAll(): Promise<Item[]> {
  const taken: Item[] = [];
  for (;;) {
    const { items, isEnd } = await calls.takeItems("c1");
    taken.push(...items);
    if (isEnd) return taken;
  }
}

it("counts the calls that somebody asked for, and none that the app makes by itself", async () => {
  const gate = join(folder, "gate");
  const asked = calls.run({ ...request("plain", [gate]), callId: "asked" });
  const unasked = calls.run({ ...request("plain", [gate]), callId: "unasked", isUnasked: true });
  await eventually(
    () => session.view.callsInFlight,
    (count) => count > 0,
  );
  expect(session.view.callsInFlight).toBe(1);
  writeFileSync(gate, "");
  expect(await Promise.all([asked, unasked])).toMatchObject([{ ok: true }, { ok: true }]);
  expect(session.view.callsInFlight).toBe(0);
});

describe("a call that yields", () => {
  it("waits for who takes its items, then gives them all in order", async () => {
    const running = calls.run(request("items", [path, 500, 64 * 1024]));
    await calls.takeItems("c1");
    // Of 32 MiB there are what the credit lets come, and what waits here.
    expect(await standstill()).toBeLessThan(200);
    const rest = await takeAll();
    expect(rest.at(-1)?.value).toBe("499".padEnd(64 * 1024));
    const numbers = rest.map(({ value }) => Number(value));
    expect(numbers).toEqual(numbers.map((_, i) => i + 500 - numbers.length));
    expect(await running).toMatchObject({ ok: true, value: "the end", isStream: true });
  });

  it("gives all its items where it fails at last", async () => {
    const running = calls.run(request("items", [path, 500, 64 * 1024, "at last"]));
    expect(await takeAll()).toHaveLength(500);
    const outcome = await running;
    expect(outcome.ok ? outcome : outcome.failure).toMatchObject({
      code: "tool_error",
      exception: { type: "ValueError", message: "at last" },
    });
  });

  it("keeps what waits when it is cancelled", async () => {
    const running = calls.run(request("items", [path, 1_000_000, 10]));
    const first = await calls.takeItems("c1");
    await standstill();
    calls.cancel("c1");
    expect((await running).ok).toBe(false);
    const items = [...first.items, ...(await takeAll())];
    expect(items.map(({ value }) => Number(value))).toEqual(items.map((_, i) => i));
    expect(items.length).toBeGreaterThan(first.items.length);
  });

  it("ends when whoever took its items is gone, and others run on", async () => {
    const endless = calls.run(request("items", [path, 1_000_000_000, 10]));
    await calls.takeItems("c1");
    const gate = join(folder, "gate");
    const plain = calls.run({ ...request("plain", [gate]), callId: "c2" });
    calls.abandonItems();
    const outcome = await endless;
    expect(outcome.ok ? outcome : outcome.failure).toMatchObject({ code: "cancelled" });
    writeFileSync(gate, "");
    expect(await plain).toMatchObject({ ok: true, value: "done", isStream: false });
  });
});
