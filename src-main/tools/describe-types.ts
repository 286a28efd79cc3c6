import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { loadPyodide } from "pyodide";
import { z } from "zod";
import { noPackages } from "../../src-shared/python/python-thread";
import { type ModuleTypes, moduleTypesSchema } from "../../src-shared/python-types";

/** Where the reader of types is. */
export interface DescribeParts {
  /** Folder with `describe_types.py` and the modules that it reads types from (`out/agent/python`). */
  folder: string;
  /** Folder of Pyodide (`out/renderer/python`). */
  pyodide: string;
}

/** Why a source has no types of tools. Line and column count from 1. */
export interface SourceProblem {
  message: string;
  line: number;
  column: number;
}

const answerSchema = z.union([
  z.object({ found: moduleTypesSchema }),
  z.object({
    problem: z.object({
      message: z.string(),
      line: z.number().int().positive(),
      column: z.number().int().positive(),
      is_syntax: z.boolean(),
    }),
  }),
]);

/**
 * Reads the types of the tools of a module; none of its code runs. The `python3` of this machine does
 * it where that can. Syntax that it refuses, and all where there is none, is read by the newer Python in
 * WebAssembly, whose word is the last.
 * @param module as the wire names it: `tools.disk`
 */
export async function describeTypes(
  parts: DescribeParts,
  source: string,
  module: string,
): Promise<{ found: ModuleTypes } | { problem: SourceProblem }> {
  const quick = await describeLocally(parts.folder, source, module);
  if (quick !== null) {
    const answer = answerSchema.parse(JSON.parse(quick));
    if ("found" in answer || !answer.problem.is_syntax) return answer;
  }
  return answerSchema.parse(JSON.parse(await describeInWasm(parts, source, module)));
}

/** `ast.unparse` and the like came with 3.9. */
const script = [
  "import sys",
  "if sys.version_info < (3, 9): sys.exit(9)",
  "sys.path.insert(0, sys.argv[1])",
  "import describe_types",
  "source = sys.stdin.buffer.read().decode('utf-8')",
  "sys.stdout.write(describe_types.answer(source, sys.argv[2]))",
].join("\n");

/** Null where there is no Python that can. */
async function describeLocally(
  folder: string,
  source: string,
  module: string,
): Promise<string | null> {
  const child = spawn("python3", ["-I", "-B", "-c", script, folder, module], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  // It may not read: then it has ended, and its status tells.
  child.stdin.on("error", () => {});
  child.stdin.end(source);
  const [status, answer] = await Promise.all([ended, text(child.stdout)]);
  return status === 0 ? answer : null;
}

async function describeInWasm(
  { folder, pyodide }: DescribeParts,
  source: string,
  module: string,
): Promise<string> {
  const { href } = pathToFileURL(join(pyodide, "pyodide.mjs"));
  const loaded = (await import(/* @vite-ignore */ href)) as { loadPyodide: typeof loadPyodide };
  const python = await loaded.loadPyodide({ indexURL: pyodide, lockFileContents: noPackages() });
  python.FS.mkdirTree("/ours/rmote");
  for (const file of ["describe.py", "describe_types.py", "rmote/files.py"]) {
    python.FS.writeFile(`/ours/${file}`, readFileSync(join(folder, file)));
  }
  python.runPython('import sys\nsys.path.insert(0, "/ours")');
  const answer = python.runPython("import describe_types\ndescribe_types.answer") as (
    source: string,
    module: string,
  ) => string;
  return answer(source, module);
}
