import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { type PrintedModule, printTypes } from "../../src-shared/python-types-print";
import { describeTypes } from "../tools/describe-types";

const folder = resolve(import.meta.dirname, "../../resources/agent");
const pyodide = resolve(import.meta.dirname, "../../node_modules/pyodide");

const heading = [
  "The built-in tools with the types of their signatures in resources/agent/tools.",
  "Made by: npx vitest run src-main/api/built-in-tools.test.ts -u",
];

async function printed(file: string): Promise<PrintedModule> {
  const module = `rmote.tools.${file.slice(0, -3)}`;
  const source = readFileSync(join(folder, "tools", file), "utf8");
  const answer = await describeTypes({ folder, pyodide }, source, module);
  if ("problem" in answer) throw new Error(`${file}: ${answer.problem.message}`);
  const toolOf = (name: string) => {
    return { expression: `builtIn("${module}.${name}")`, imports: "builtIn" };
  };
  return { ...answer.found, toolOf };
}

it("built-in-tools.ts is what the signatures say", async () => {
  const files = readdirSync(join(folder, "tools")).filter((file) => file.endsWith(".py"));
  const modules = await Promise.all(files.sort().map(printed));
  await expect(printTypes(modules, heading, "./tool-types")).toMatchFileSnapshot(
    "built-in-tools.ts",
  );
}, 120_000);
