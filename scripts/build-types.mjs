// Builds out/types: what TypeScript is told of the package's exports.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageCommand, root } from "./setup/paths.mjs";
import { runMain } from "./setup/problem.mjs";
import { runNode } from "./setup/run.mjs";

const target = join(root, "out/types");

/** Our modules name each other without a suffix, which only bundlers find. */
function addSuffixes() {
  for (const file of readdirSync(target, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const text = readFileSync(join(target, file), "utf8");
    const named = text.replace(/((?:from|import)\s*\(?\s*")(\.\.?\/[^"]+)(")/g, "$1$2.js$3");
    writeFileSync(join(target, file), named);
  }
}

await runMain(async () => {
  rmSync(target, { recursive: true, force: true });
  const code = await runNode(packageCommand("typescript", "tsc"), ["-p", "tsconfig.api.json"]);
  if (code === 0) addSuffixes();
  return code;
});
