import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { fromJson, toJson } from "../../src-shared/json-value";
import { contextJson } from "../../src-shared/python/context-json";
import { previewSchema } from "../../src-shared/python/preview-schema";
import { PythonEngine } from "../../src-shared/python/python-engine";
import { templateError } from "../../src-shared/template-error";
import type { Value } from "../../src-shared/value";
import { type Connection, fromSsh } from "../session/connection";
import { agent, builtIn, connectToTarget } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { type Sshd, startSshd } from "../testing/sshd";
import { wasmPython } from "../testing/wasm-python";
import { spawnThread } from "./wasm-engine";

/** The table of the engine's own tests: each of it by the preview's Python and on a target. */
const file = resolve(import.meta.dirname, "../../resources/agent/tests/template-cases.json");
const cases = z
  .array(
    z.object({
      name: z.string(),
      source: z.string(),
      context: z.record(z.string(), z.unknown()),
      output: z.string().optional(),
      /** The oldest Python that takes it. */
      python: z.string().optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(file, "utf8")));

/** What came of a template: the text, or where and why there is none. */
type Outcome = string | { kind: string; line: number; column: number; message: string };

const tool = builtIn("template", "Template");
let sshd: Sshd;
let connection: Connection;
let engine: PythonEngine;
let version: number[];

beforeAll(async () => {
  const { python, script } = await wasmPython();
  const hour = 3_600_000;
  engine = new PythonEngine(spawnThread(python, script), {
    interruptAfter: hour,
    interruptAtMost: hour,
    endAfter: hour,
    startWithin: hour,
    keepBelow: 512 * 1024 * 1024,
  });
  sshd = await startSshd(["loopback"]);
  // npm run test:targets renders on other Pythons.
  connection = process.env.RMOTE_TEST_COMMAND
    ? await connectToTarget()
    : await fromSsh(agent, { host: "loopback", configFile: sshd.configFile });
  version = connection.hello.pythonVersion.split(".").map(Number);
}, 120_000);

afterAll(async () => {
  engine.stop();
  await connection.close();
  await sshd.stop();
});

async function previewed(source: string, context: Map<string, Value>): Promise<Outcome> {
  const request = `{"method":"preview","params":[${JSON.stringify(source)},${contextJson(context)}]}`;
  const outcome = await engine.run("fidelity", request);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  const { ok, output, failures } = previewSchema.parse(JSON.parse(outcome.text));
  const [first] = failures;
  if (ok && output !== null) return output;
  if (first === undefined) throw new Error("It failed, and nothing is said of why.");
  const { kind, line, column, message } = first;
  return { kind, line, column, message };
}

async function rendered(source: string, context: Map<string, Value>): Promise<Outcome> {
  const args = [source, new Map<Value, Value>(context)];
  const call = connection.protocol.call(tool, "render", args, new Map());
  try {
    return String(await call);
  } catch {
    const error = templateError(await failureOf(call));
    if (error === null)
      throw new Error(`It failed otherwise: ${JSON.stringify(await failureOf(call))}`);
    const { kind, line, column, message } = error;
    // The preview counts as the editor does, in UTF-16 units.
    const before = source.replace(/^\uFEFF/, "").split("\n")[line - 1] ?? "";
    const units = [...before].slice(0, column - 1).join("").length;
    return { kind, line, column: units + 1, message };
  }
}

const isOlder = (python: string | undefined) => {
  const [major = 3, minor = 6] = (python ?? "3.6").split(".").map(Number);
  return (version[0] ?? 3) < major || ((version[0] ?? 3) === major && (version[1] ?? 6) < minor);
};

describe("the preview and a target", () => {
  it.each(cases)("agree: $name", async ({ source, context, output, python }) => {
    const names = fromJson(JSON.stringify(context)) as Map<string, Value>;
    const [here, there] = await Promise.all([previewed(source, names), rendered(source, names)]);
    if (output !== undefined) expect(here).toBe(output);
    // What this target's Python is too old for, it says itself.
    if (isOlder(python)) expect(there).toMatchObject({ kind: "syntax" });
    else expect(there).toEqual(here);
    expect(toJson(names)).toBe(toJson(fromJson(JSON.stringify(context))));
  });
});
