// The agent as one compressed payload, from the small modules of resources/agent/rmote.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/**
 * What stage 0 inflates and executes: the sources of all modules, then the loader.
 * @param {string} folder resources/agent
 * @returns {Buffer}
 */
export function agentPayload(folder) {
  const sources = {};
  const root = join(folder, "rmote");
  for (const file of readdirSync(root).sort()) {
    if (!file.endsWith(".py") || file === "loader.py") continue;
    const name = file === "__init__.py" ? "rmote" : `rmote.${file.slice(0, -3)}`;
    sources[name] = ascii(join(root, file));
  }
  // A JSON object of ASCII texts is a Python dict as it stands.
  const text = `SOURCES = ${JSON.stringify(sources)}\n${ascii(join(root, "loader.py"))}`;
  return deflateSync(Buffer.from(text, "latin1"), { level: 9 });
}

/**
 * Stage 0 as the one line that it is on a command line.
 * @param {string} folder resources/agent
 */
export function stage0(folder) {
  const lines = ascii(join(folder, "stage0.py")).split("\n");
  const code = lines.filter((line) => line !== "" && !line.startsWith("#")).join(";");
  const odd = /[!$`"'\\]/.exec(code);
  if (odd !== null) throw new Error(`stage0.py has ${odd[0]}, which a login shell may read.`);
  return code;
}

function ascii(file) {
  const text = readFileSync(file, "utf8");
  const odd = [...text].findIndex((char) => char > "\x7e" || (char < " " && char !== "\n"));
  if (odd !== -1) {
    throw new Error(`${file} has ${JSON.stringify(text[odd])}: the agent's source is plain ASCII.`);
  }
  return text;
}
