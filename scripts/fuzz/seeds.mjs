import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Packr } from "msgpackr";
import { root } from "../setup/paths.mjs";
import { frameOf } from "./mutate.mjs";
import { Random } from "./random.mjs";

/** @typedef {import("./mutate.mjs").Input} Input */

const readJson = (/** @type {string[]} */ ...path) =>
  JSON.parse(readFileSync(join(root, ...path), "utf8"));

const exception = { type: "A", message: "b", args: ["1"], notes: [], cause: null, context: null };
const frame = { file: "a.py", line: 1, function: "f", source: "", module: null };
const hello = ["nonce", "agent_version", "python_version", "implementation", "platform"]
  .concat("hostname", "user", "encoding", "executable")
  .map((key) => [key, "x"]);

/** A value of each of the packets that the app reads by a schema. */
const packets = [
  Object.fromEntries([...hello, ["pid", 7]]),
  [{ level: "INFO", logger: "x", message: "y", time: 1.5 }],
  { ...exception, frames: [frame], refused: false, cause: { ...exception, frames: [] } },
];

/** What every run starts from: all vectors as values, and frames of them. @returns {Input[]} */
export function seeds() {
  const suite = Object.values(
    readJson("node_modules/msgpack-test-suite/dist/msgpack-test-suite.json"),
  );
  const values = [
    ...readJson("e2e/vectors/codec.json").vectors.map((/** @type {any} */ vector) => vector.hex),
    ...suite.flat().flatMap((vector) => vector.msgpack.map((hex) => hex.replace(/-/g, ""))),
  ].map((hex) => Buffer.from(hex, "hex"));
  const packr = new Packr({ useRecords: false, variableMapSize: true });
  values.push(...packets.map((packet) => Buffer.from(packr.pack(packet))));
  const random = new Random(1);
  return [
    ...values.map((data) => ({ kind: /** @type {const} */ ("value"), data })),
    ...values.map((data) => ({
      kind: /** @type {const} */ ("stream"),
      data: frameOf(data, random),
    })),
  ];
}
