import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { formatOfData, readData } from "../../src-shared/data-set";
import { FailureError, failure } from "../../src-shared/failure";
import type { DataFormat } from "../../src-shared/template-files";
import type { Value } from "../../src-shared/value";
import { fileError } from "./file-check";

/** The text of a template, its line ends and a byte order mark as they are. @throws FailureError `file_error` */
export async function readTemplate(path: string): Promise<string> {
  return textOf(path, await read(path));
}

/**
 * A data set: by its suffix YAML or JSON, else by what it holds.
 * @param path `-` for standard input
 * @throws FailureError `file_error`, or `bad_request` with the place of each problem
 */
export async function readDataFile(path: string): Promise<Map<string, Value>> {
  const name = path === "-" ? "standard input" : path;
  const text = textOf(name, path === "-" ? await buffer(process.stdin) : await read(path));
  const data = readData(text, formatOf(path) ?? formatOfData(text));
  if (data.ok) return data.value;
  const lines = data.problems.map(
    ({ line, column, message }) => `${name}:${line}:${column}: ${message}`,
  );
  throw new FailureError(failure("bad_request", `${name} is no data set.`, { lines }));
}

function formatOf(path: string): DataFormat | null {
  if (/\.json$/i.test(path)) return "json";
  return /\.ya?ml$/i.test(path) ? "yaml" : null;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

function textOf(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FailureError(failure("file_error", `${name} is no text in UTF-8.`));
  }
}

/**
 * The bytes of a rendered text. What Python has for a byte that is no UTF-8 (a name of a file, by
 * `surrogateescape`) is that byte again.
 * @throws FailureError `not_encodable` for other lone surrogates
 */
export function bytesOf(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, at) => {
      if (at % 2 === 1) return Buffer.from([part.charCodeAt(0) - 0xdc00]);
      if (part.isWellFormed()) return Buffer.from(part, "utf8");
      throw new FailureError(
        failure("not_encodable", "The rendered text has a surrogate that UTF-8 has no form for."),
      );
    }),
  );
}
