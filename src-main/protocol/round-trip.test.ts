import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { fromJson } from "../../src-shared/json-value";
import { anyValue } from "../../src-shared/testing/values";
import type { Value } from "../../src-shared/value";
import { pack, unpack } from "./codec";
import { Flags, MAX_ID, MAX_PAYLOAD, PACKET_HEADER, packHeader } from "./frame";
import { FrameReader } from "./frame-reader";
import { joined } from "./parts";

const resources = resolve(import.meta.dirname, "../../resources/agent");
const vectorsFile = resolve(import.meta.dirname, "../../e2e/vectors/codec.json");

interface Vector {
  name: string;
  /** The value, in the JSON form of src-shared/json-value.ts. */
  json: unknown;
  /** MessagePack of it, in hexadecimal. */
  hex: string;
}

describe("golden vectors", () => {
  const { vectors } = JSON.parse(readFileSync(vectorsFile, "utf8")) as { vectors: Vector[] };

  it.each(vectors)("$name", ({ json, hex }) => {
    const value = fromJson(typeof json === "string" ? json : JSON.stringify(json));
    expect(pack(value).toString("hex")).toBe(hex);
    expect(unpack(Buffer.from(hex, "hex"))).toEqual(value);
  });
});

/** Python's codec as a process: a frame in, the frame of the same value out. */
const echo = spawn("python3", [resolve(resources, "tests/echo_codec.py")], {
  stdio: ["pipe", "pipe", "inherit"],
});
afterAll(async () => {
  echo.stdin.end();
  await once(echo, "exit");
});
const reader = new FrameReader();
const waiting: ((payload: Buffer) => void)[] = [];
echo.stdout.on("data", (chunk: Buffer) => {
  for (const frame of reader.push(chunk)) waiting.shift()?.(joined(frame.parts));
});

function throughPython(value: Value): Promise<Value> {
  const payload = pack(value);
  return new Promise((done) => {
    waiting.push((answer) => done(unpack(answer)));
    echo.stdin.write(packHeader({ flags: 0, length: payload.length, packetId: 1 }));
    echo.stdin.write(payload);
  });
}

describe("TypeScript -> Python -> TypeScript", () => {
  it("gives back every value of the domain", async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        expect(await throughPython(value)).toEqual(value);
      }),
      { numRuns: 1500 },
    );
  });

  it("gives back large ones", async () => {
    const text = "päth/".repeat(2_000_000);
    const rows = Array.from({ length: 100_000 }, (_, i) => i * 1000);
    expect(await throughPython(text)).toBe(text);
    expect(await throughPython(rows)).toEqual(rows);
  });
});

describe("the frame constants", () => {
  it("are the same on both sides", () => {
    const script = [
      "import json, sys, types",
      `pkg = types.ModuleType('rmote'); pkg.__path__ = [${JSON.stringify(resolve(resources, "rmote"))}]`,
      "sys.modules['rmote'] = pkg",
      "from rmote import frame",
      "flags = {k: v for k, v in vars(frame.Flags).items() if k.isupper() and k != 'ALL'}",
      "print(json.dumps([frame.PACKET_HEADER, frame.MAX_PAYLOAD, frame.MAX_ID, flags]))",
    ].join("\n");
    const python = JSON.parse(execFileSync("python3", ["-c", script], { encoding: "utf8" }));
    expect(python).toEqual([PACKET_HEADER, MAX_PAYLOAD, MAX_ID, { ...Flags }]);
  });
});
