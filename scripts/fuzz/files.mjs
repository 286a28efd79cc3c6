import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** @typedef {import("./mutate.mjs").Input} Input */

const folder = join(root, "out", "fuzz");
export const findingsFolder = join(folder, "findings");
export const corpusFolder = (/** @type {string} */ side) => join(folder, "corpus", side);

/** The inputs that earlier runs have kept. @param {string} side @returns {Input[]} */
export function readCorpus(side) {
  const path = corpusFolder(side);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => ({
      kind: name.startsWith("stream") ? "stream" : "value",
      data: readFileSync(join(path, name)),
    }));
}

/** @param {string} path a folder @param {Input} input @returns {string} the file's name */
export function writeInput(path, { kind, data }) {
  mkdirSync(path, { recursive: true });
  const name = `${kind}-${createHash("sha1").update(data).digest("hex").slice(0, 16)}`;
  writeFileSync(join(path, name), data);
  return name;
}

/** @param {string} part of the command */
const reportFile = (part) => join(folder, `${part}.json`);

/** Hands a part's figures to the command that started it. */
export function writeReport(/** @type {string} */ part, /** @type {unknown} */ report) {
  writeFileSync(reportFile(part), JSON.stringify(report));
}

/** @param {string} part @returns {any} */
export const readReport = (part) => JSON.parse(readFileSync(reportFile(part), "utf8"));

/** Keeps what must not happen: the input, and beside it what was seen. */
export function writeFinding(/** @type {Input} */ input, /** @type {string} */ said) {
  const name = writeInput(findingsFolder, input);
  writeFileSync(join(findingsFolder, `${name}.txt`), `${said}\n`);
  return name;
}
