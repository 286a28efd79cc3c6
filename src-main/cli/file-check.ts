import { readFile } from "node:fs/promises";
import { createTwoFilesPatch } from "diff";
import { FailureError, failure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import type { Connection } from "../session/connection";
import type { ToolLibrary } from "../tools/tool-library";

/** Milliseconds for finding the smallest difference of two texts. */
const DIFF_MS = 5000;

/** How a rendered text compares with a file. */
export interface FileCheck {
  path: string;
  equal: boolean;
  /** As `diff -u` writes it, from the file to the rendered text; empty where they are equal. */
  diff: string;
}

/** Compares what was rendered with a file's content. @param content null where there is no file */
export function checkFile(path: string, rendered: Buffer, content: Buffer | null): FileCheck {
  if (content?.equals(rendered)) return { path, equal: true, diff: "" };
  const name = content === null ? "/dev/null" : path;
  const before = content?.toString("utf8") ?? "";
  const after = rendered.toString("utf8");
  const diff = createTwoFilesPatch(name, "rendered", before, after, undefined, undefined, {
    context: 3,
    timeout: DIFF_MS,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
  return { path, equal: false, diff: diff ?? `${path} and what was rendered differ throughout\n` };
}

/** A file of this machine; null where there is none. @throws FailureError `file_error` */
export async function readLocal(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw fileError(path, error);
  }
}

/** A file of a target; null where there is none. @throws FailureError `tool_error` with the target's reason */
export async function readRemote(
  { protocol }: Connection,
  tools: ToolLibrary,
  path: string,
): Promise<Buffer | null> {
  const tool = tools.find("FileSystem", "read_bytes");
  let content: Value;
  try {
    content = await protocol.call(tool, "read_bytes", [path], new Map());
  } catch (error) {
    const isMissing =
      error instanceof FailureError && error.failure.exception?.type === "FileNotFoundError";
    if (isMissing) return null;
    throw error;
  }
  if (content instanceof Uint8Array) return Buffer.from(content);
  throw new FailureError(failure("protocol_error", `The target sent no bytes of ${path}.`));
}

export function fileError(path: string, error: unknown): FailureError {
  const reason = error instanceof Error ? error.message : String(error);
  return new FailureError(failure("file_error", `${path} cannot be read.`, { lines: [reason] }));
}
