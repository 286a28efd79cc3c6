import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ApplyOptions, ApplyProgress, PlanApply, PlanOutcome } from "../../src-shared/apply";
import { FailureError, failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import { fromLocal } from "../session/connection";
import { SessionManager } from "../session/session-manager";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { type ApplyParts, ApplyService } from "./apply-service";
import { PlanTexts } from "./plan-texts";

/**
 * Hosts are Pythons on this machine, each with a home folder of its own: `~/app.conf` is another file on each.
 * Over ssh the same is done through the window, in e2e/apply.spec.ts.
 */
const root = mkdtempSync(join(tmpdir(), "apply-"));
const NAMES = ["web1", "web2", "db1"];
const home = (name: string) => join(root, name);
const file = (name: string) => join(home(name), "app.conf");
const options: ApplyOptions = { backup: false, validate: null, mode: null };

const progress: ApplyProgress[] = [];
const modules: Record<string, string> = {
  FileSystem: "fs",
  Facts: "facts",
  Template: "template",
};
const tools = { find: (name: string) => builtIn(modules[name] ?? name, name) };
const sessions = new SessionManager(
  (hostId, more) => fromLocal(agent, { ...more, environment: { HOME: home(hostId) } }),
  { onChange: () => {}, onLog: () => {} },
);
const hosts = {
  findResolved: async (hostId: string): Promise<Host> => ({
    id: hostId,
    name: hostId,
    source: "added",
    origin: "",
    address: `${hostId}.example`,
    group: "",
    tags: hostId.startsWith("web") ? ["web"] : [],
    colour: null,
    notes: "",
    favourite: false,
    settings: {},
    resolved: null,
    lastUsed: null,
  }),
};
const service = new ApplyService({
  sessions,
  connect: (hostId) => sessions.open(hostId),
  hosts,
  tools,
  onProgress: (each) => progress.push(each),
});

let plans = 0;
function planOf(source: string, more: Partial<PlanApply> = {}): PlanApply {
  plans += 1;
  return {
    planId: `plan${plans}`,
    source,
    filename: "app.conf.mako",
    context: new Map(),
    hostIds: NAMES,
    path: "~/app.conf",
    follow: false,
    ...more,
  };
}

async function plan(source: string, more: Partial<PlanApply> = {}) {
  const request = planOf(source, more);
  const outcomes = await service.plan(request);
  return { planId: request.planId, outcomes: new Map(outcomes.map((each) => [each.hostId, each])) };
}

function rendered(outcome: PlanOutcome | undefined): string {
  if (outcome?.kind !== "planned") throw new Error(JSON.stringify(outcome));
  return outcome.rendered;
}

beforeAll(() => Promise.all(NAMES.map((name) => mkdirSync(home(name)))));
beforeEach(() => {
  progress.length = 0;
  for (const name of NAMES) {
    rmSync(home(name), { recursive: true });
    mkdirSync(home(name));
  }
});
afterEach(() => expect(leftovers()).toEqual([]));
afterAll(async () => {
  await sessions.closeAll();
  rmSync(root, { recursive: true });
});

/** Temporary files of ours that were left behind. */
function leftovers(): string[] {
  return NAMES.flatMap((name) =>
    readdirSync(home(name)).filter((each) => each.includes(".rmote-")),
  );
}

describe("a plan", () => {
  it("renders by each host's own Python, with its own host and facts, and writes nothing", async () => {
    writeFileSync(file("web1"), "host web1\n");
    const { outcomes } = await plan(
      "host ${host['name']}\n% if 'db' in host['name']:\non ${facts['hostname']['name']}\n% endif\n",
    );
    expect(outcomes.get("web1")).toMatchObject({ kind: "planned", isSame: true });
    expect(outcomes.get("web2")).toMatchObject({ current: null, isSame: false });
    expect(rendered(outcomes.get("db1"))).toMatch(/^host db1\non \S+\n$/);
    expect(existsSync(file("web2"))).toBe(false);
    expect(progress.map(({ step }) => step)).toEqual(["plan", "plan", "plan"]);
    expect(outcomes.get("db1")).toMatchObject({ pythonVersion: expect.stringMatching(/^3\./) });
  });

  it("takes a host's own name before a sample in the data", async () => {
    const context = new Map([["host", new Map([["name", "sample"]])]]);
    const { outcomes } = await plan("${host['name']}", { context, hostIds: ["web1"] });
    expect(rendered(outcomes.get("web1"))).toBe("web1");
  });

  it("tells of each host by itself why it cannot be", async () => {
    symlinkSync("/etc/hostname", file("web1"));
    writeFileSync(file("web2"), Buffer.from([0xff, 0xfe, 0x00]));
    const { outcomes } = await plan("x ${1 // (host['name'] != 'db1')}");
    expect(outcomes.get("web1")).toMatchObject({
      kind: "failed",
      failure: { code: "tool_error", message: "~/app.conf is a symbolic link to /etc/hostname." },
    });
    expect(outcomes.get("web2")).toMatchObject({ failure: { code: "not_encodable" } });
    expect(outcomes.get("db1")).toMatchObject({
      failure: {
        code: "tool_error",
        message: expect.stringMatching(
          /^app\.conf\.mako, line 1, column 5: ZeroDivisionError: .*, in 1 \/\/ \(host/,
        ),
      },
    });
  });

  it("says where a template is wrong", async () => {
    const { outcomes } = await plan("a\n% for x in [1]:\n", { hostIds: ["web1"] });
    expect(outcomes.get("web1")).toMatchObject({
      kind: "failed",
      failure: { message: expect.stringMatching(/^app\.conf\.mako, line 2, column \d+: /) },
    });
  });
});

describe("applying", () => {
  it("writes what was planned to the chosen hosts, once", async () => {
    writeFileSync(file("web1"), "old\n");
    chmodSync(file("web1"), 0o640);
    const { planId } = await plan("new ${host['name']}\n");
    const hostIds = ["web1", "web2"];
    const mode = "0600";
    const first = await service.apply({ planId, hostIds, options: { ...options, mode } });
    expect(first.map(({ kind }) => kind)).toEqual(["changed", "changed"]);
    expect(readFileSync(file("web1"), "utf8")).toBe("new web1\n");
    expect(statSync(file("web1")).mode & 0o777).toBe(0o640);
    expect(statSync(file("web2")).mode & 0o777).toBe(0o600);
    expect(existsSync(file("db1"))).toBe(false);
    const second = await service.apply({ planId, hostIds, options });
    expect(second.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged"]);
  });

  it("writes nothing over a file that has changed since it was compared with", async () => {
    writeFileSync(file("web1"), "old\n");
    const { planId } = await plan("new\n", { hostIds: ["web1", "web2"] });
    writeFileSync(file("web1"), "somebody else's\n");
    writeFileSync(file("web2"), "somebody else's\n");
    const outcomes = await service.apply({ planId, hostIds: ["web1", "web2"], options });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["failed", "failed"]);
    expect(outcomes[0]).toMatchObject({
      failure: { message: expect.stringContaining("somebody else has changed it") },
    });
    for (const name of ["web1", "web2"]) {
      expect(readFileSync(file(name), "utf8")).toBe("somebody else's\n");
    }
  });

  it("keeps a backup where that is asked for", async () => {
    writeFileSync(file("web1"), "old\n");
    const { planId } = await plan("new\n", { hostIds: ["web1"] });
    const backup = { ...options, backup: true };
    const [outcome] = await service.apply({ planId, hostIds: ["web1"], options: backup });
    if (outcome?.kind !== "changed" || outcome.backup === null) throw new Error("no backup");
    expect(readFileSync(outcome.backup, "utf8")).toBe("old\n");
  });

  it("replaces nothing that the check command refuses, and tells its words", async () => {
    writeFileSync(file("web1"), "old\n");
    const { planId } = await plan("new\n", { hostIds: ["web1"] });
    const refuse = { ...options, validate: "grep -H wanted {}" };
    const [outcome] = await service.apply({ planId, hostIds: ["web1"], options: refuse });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "tool_error" } });
    expect(readFileSync(file("web1"), "utf8")).toBe("old\n");
    const pass = { ...options, validate: "grep -H new {}" };
    const [again] = await service.apply({ planId, hostIds: ["web1"], options: pass });
    expect(again?.kind).toBe("changed");
  });

  it("knows no host that was not planned, and no plan that was dropped", async () => {
    const { planId } = await plan("new\n", { hostIds: ["web1"] });
    const [outcome] = await service.apply({ planId, hostIds: ["web2"], options });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "not_found" } });
    service.drop(planId);
    const refused = await failureOf(service.apply({ planId, hostIds: ["web1"], options }));
    expect(refused.code).toBe("not_found");
    expect(existsSync(file("web1"))).toBe(false);
  });

  it("leaves the old file or the new one when the agent is killed in the middle", async () => {
    const old = "old\n".repeat(200_000);
    for (let round = 0; round < 5; round++) {
      writeFileSync(file("web1"), old);
      const { planId } = await plan("${'new\\n' * 200000}", { hostIds: ["web1"] });
      const { state } = await sessions.open("web1");
      if (state.kind !== "ready") throw new Error(state.kind);
      const writing = service.apply({ planId, hostIds: ["web1"], options });
      // Another moment of the write each time.
      setTimeout(() => process.kill(state.hello.pid, "SIGKILL"), round * 4);
      await writing;
      expect([old, "new\n".repeat(200_000)]).toContain(readFileSync(file("web1"), "utf8"));
      for (const name of leftovers()) rmSync(join(home("web1"), name));
    }
  });
});

describe("stopping", () => {
  /** A service with other ways to hosts; what is asked of a host is still done by a real one. */
  function serviceWith(parts: Partial<ApplyParts>) {
    return new ApplyService({
      sessions,
      connect: (hostId) => sessions.open(hostId),
      hosts,
      tools,
      onProgress: () => {},
      ...parts,
    });
  }
  const never = () => new Promise<never>(() => {});

  it("ends at once while a host is still connected to", async () => {
    const waiting = serviceWith({ connect: never });
    const request = planOf("x");
    const planning = waiting.plan(request);
    waiting.cancel(request.planId);
    const outcomes = await planning;
    expect(outcomes.map((each) => each.kind === "failed" && each.failure.code)).toEqual(
      NAMES.map(() => "cancelled"),
    );
  });

  it("connects to no more hosts once all plans are dropped, and knows them no more", async () => {
    const asked: string[] = [];
    const waiting = serviceWith({
      connect: (hostId) => {
        asked.push(hostId);
        return never();
      },
    });
    const hostIds = Array.from({ length: 100 }, (_, i) => `host${i}`);
    const request = planOf("x", { hostIds });
    const planning = waiting.plan(request);
    const before = asked.length;
    waiting.dropAll();
    expect((await planning).length).toBe(100);
    expect(asked.length).toBe(before);
    expect(before).toBeLessThan(100);
    const { planId } = request;
    const refused = await failureOf(waiting.apply({ planId, hostIds: ["host1"], options }));
    expect(refused.code).toBe("not_found");
  });

  it("does not apply what is still compared, and what was stopped stays stopped", async () => {
    const request = planOf("new\n");
    const { planId } = request;
    const planning = service.plan(request);
    const refused = await failureOf(service.apply({ planId, hostIds: ["web1"], options }));
    expect(refused.code).toBe("bad_request");
    service.cancel(planId);
    expect((await planning).every(({ kind }) => kind === "failed")).toBe(true);
    const [outcome] = await service.apply({ planId, hostIds: ["web1"], options });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "not_found" } });
    expect(existsSync(file("web1"))).toBe(false);
  });

  it("leaves the old file when the check command is cancelled, and applies again", async () => {
    writeFileSync(file("web1"), "old\n");
    const { planId } = await plan("new\n", { hostIds: ["web1"] });
    const began = join(home("web1"), "began");
    const slow = join(home("web1"), "slow");
    writeFileSync(slow, `#!/bin/sh\ntouch ${began}\nsleep 60\n`, { mode: 0o755 });
    const validate = `${slow} {}`;
    const hostIds = ["web1"];
    const writing = service.apply({ planId, hostIds, options: { ...options, validate } });
    await vi.waitFor(() => expect(existsSync(began)).toBe(true), 10_000);
    service.cancel(planId);
    expect(await writing).toMatchObject([{ kind: "failed", failure: { code: "cancelled" } }]);
    expect(readFileSync(file("web1"), "utf8")).toBe("old\n");
    await vi.waitFor(() => expect(leftovers()).toEqual([]), 10_000);
    const again = await service.apply({ planId, hostIds, options });
    expect(again).toMatchObject([{ kind: "changed" }]);
    expect(readFileSync(file("web1"), "utf8")).toBe("new\n");
  });

  it("applies again after a write whose end was not heard of", async () => {
    writeFileSync(file("web1"), "old\n");
    writeFileSync(file("web2"), "old\n");
    let isDeaf = false;
    const lossy = serviceWith({
      sessions: {
        get: (hostId) => ({
          run: async (tool, method, args, kwargs, more) => {
            const answer = await sessions.get(hostId).run(tool, method, args, kwargs, more);
            if (!isDeaf || method !== "write") return answer;
            throw new FailureError(failure("connection_lost", "The link ended."));
          },
        }),
      },
    });
    const hostIds = ["web1", "web2"];
    const request = planOf("new\n", { hostIds });
    const { planId } = request;
    await lossy.plan(request);
    isDeaf = true;
    const lost = await lossy.apply({ planId, hostIds, options });
    expect(lost.map(({ kind }) => kind)).toEqual(["failed", "failed"]);
    isDeaf = false;
    expect(readFileSync(file("web1"), "utf8")).toBe("new\n");
    writeFileSync(file("web2"), "somebody else's\n");
    const again = await lossy.apply({ planId, hostIds, options });
    const kinds = Object.fromEntries(again.map(({ hostId, kind }) => [hostId, kind]));
    expect(kinds).toEqual({ web1: "unchanged", web2: "failed" });
    expect(readFileSync(file("web2"), "utf8")).toBe("somebody else's\n");
  });
});

describe("texts", () => {
  it("that are too large are refused host by host", async () => {
    const { outcomes } = await plan(
      "% if host['name'] == 'web1':\n${'x' * 5000000}\n% endif\nport 80\n",
    );
    expect(outcomes.get("web1")).toMatchObject({ failure: { code: "too_large" } });
    expect(outcomes.get("web2")).toMatchObject({ kind: "planned", rendered: "port 80\n" });
  });

  it("that no file can hold are refused", async () => {
    const { outcomes } = await plan("${chr(0xdc80)}", { hostIds: ["web1"] });
    expect(outcomes.get("web1")).toMatchObject({ failure: { code: "not_encodable" } });
  });

  it("of a plan have a bound together, where equal ones count once", () => {
    const texts = new PlanTexts(10);
    expect(texts.keep("12345")).toBe("12345");
    expect(texts.keep("12345")).toBe("12345");
    expect(texts.keep("54321")).toBe("54321");
    expect(() => texts.keep("6")).toThrow(FailureError);
  });
});
