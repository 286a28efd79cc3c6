import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import { printTypes } from "../../src-shared/python-types-print";
import { describeTypes } from "../tools/describe-types";
import { toolFromFile } from "../tools/tool-library";
import { ExitStatus, exitStatus } from "./exit-status";
import { printable, printFailure } from "./print";

export interface TypesFlags {
  out?: string;
}

/**
 * `types`: the tools of a file as a module of TypeScript, on standard output or in a file.
 * @returns the exit status: 1 for a source that has no types of tools
 */
export async function typesCommand(
  agentFolder: string,
  file: string,
  { out }: TypesFlags,
): Promise<number> {
  try {
    // As a call would take it: its name has to be that of a module.
    const { source, module } = await toolFromFile(file, "");
    const parts = {
      folder: join(agentFolder, "python"),
      pyodide: join(agentFolder, "..", "renderer", "python"),
    };
    const answer = await describeTypes(parts, source, module ?? "");
    if ("problem" in answer) {
      const { message, line, column } = answer.problem;
      const said = `${file}:${line}:${column}: ${message}\n`;
      process.stderr.write(printable(said, process.stderr));
      return ExitStatus.TOOL_RAISED;
    }
    const seen = from(out === undefined ? process.cwd() : dirname(resolve(out)), file);
    const toolOf = (name: string) => ({
      expression: `toolFile(new URL(${JSON.stringify(seen)}, import.meta.url), ${JSON.stringify(name)})`,
      imports: "toolFile",
    });
    const heading = [`The tools of ${basename(file)} with the types of their signatures.`];
    heading.push(`Made by: rmote-desktop types ${basename(file)}`);
    const text = printTypes([{ ...answer.found, toolOf }], heading, "rmote-desktop");
    if (out === undefined) process.stdout.write(text);
    else await write(out, text, file);
    return ExitStatus.OK;
  } catch (error) {
    const reason = toFailure(error);
    printFailure(reason, false);
    return exitStatus(reason);
  }
}

/** The file as an address of a module sees it that lies in the folder. */
function from(folder: string, file: string): string {
  const path = relative(folder, resolve(file)).split("\\").join("/");
  // What means something in an address: `%41` would be an A.
  const parts = path.split("/").map(encodeURIComponent);
  return path.startsWith("..") ? parts.join("/") : `./${parts.join("/")}`;
}

async function write(out: string, text: string, file: string): Promise<void> {
  if (resolve(out) === resolve(file) || extname(out) === ".py") {
    throw new FailureError(
      failure("bad_request", `${out} is no file for TypeScript.`, {
        advice: "Name it with .ts at its end.",
      }),
    );
  }
  if ((await readFile(out, "utf8").catch(() => null)) === text) return;
  try {
    await writeFile(out, text);
  } catch (error) {
    const lines = [error instanceof Error ? error.message : String(error)];
    throw new FailureError(failure("file_error", `${out} cannot be written.`, { lines }));
  }
}
