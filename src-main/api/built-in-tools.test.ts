import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { type PrintedModule, printTypes } from "../../src-shared/python-types-print";
import { describeTypes } from "../tools/describe-types";

const resources = resolve(import.meta.dirname, "../../resources");
const folder = join(resources, "agent");
const pyodide = resolve(import.meta.dirname, "../../node_modules/pyodide");

const made = "Made by: npx vitest run src-main/api/built-in-tools.test.ts -u";

async function printed(path: string): Promise<PrintedModule> {
  const module = `rmote.${basename(dirname(path))}.${basename(path, ".py")}`;
  const answer = await describeTypes({ folder, pyodide }, readFileSync(path, "utf8"), module);
  if ("problem" in answer) throw new Error(`${path}: ${answer.problem.message}`);
  const toolOf = (name: string) => {
    return { expression: `builtIn("${module}.${name}")`, imports: "builtIn" };
  };
  return { ...answer.found, toolOf };
}

it.each([
  ["built-in-tools.ts", "agent/tools", "The built-in tools"],
  ["snippets.ts", "snippets", "The snippets"],
])(
  "%s is what the signatures say",
  async (file, from, what) => {
    const path = join(resources, from);
    const files = readdirSync(path).filter((each) => each.endsWith(".py"));
    const modules = await Promise.all(files.sort().map((each) => printed(join(path, each))));
    const heading = [`${what} with the types of their signatures in resources/${from}.`, made];
    await expect(printTypes(modules, heading, "./tool-types")).toMatchFileSnapshot(file);
  },
  120_000,
);
