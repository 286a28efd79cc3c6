// The agent as one compressed payload, from the small modules of resources/agent/rmote.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/**
 * What stage 0 inflates: the loader, which it executes, then name and source of each module,
 * with a zero byte between any two. Python would take longer to read a dict of texts.
 * @param {string} folder resources/agent
 * @returns {Buffer}
 */
export function agentPayload(folder) {
  const parts = [compact(ascii(join(folder, "rmote", "loader.py")))];
  const root = join(folder, "rmote");
  for (const file of readdirSync(root).sort()) {
    if (!file.endsWith(".py") || file === "loader.py") continue;
    const name = file === "__init__.py" ? "rmote" : `rmote.${file.slice(0, -3)}`;
    parts.push(name, compact(ascii(join(root, file))));
  }
  return deflateSync(Buffer.from(parts.join("\0"), "latin1"), { level: 9 });
}

/**
 * The agent's modules that a source comes to import and that are no part of the payload: those in folders
 * of `rmote`. They travel with the tool.
 * @param {string} folder resources/agent
 * @param {string} source of a built-in tool
 * @returns {Record<string, string>} text by name, such as `rmote.packages.errors`, with the packages they are in
 */
export function modulesOf(folder, source) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const pending = [source];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const [, name = ""] of text.matchAll(/^[ \t]*from (rmote\.\w+\.\w+) import /gm)) {
      if (found.has(name)) continue;
      const parent = name.slice(0, name.lastIndexOf("."));
      found.set(parent, moduleText(folder, `${parent}.__init__`));
      found.set(name, moduleText(folder, name));
      pending.push(moduleText(folder, name));
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {string} folder
 * @param {string} name
 */
function moduleText(folder, name) {
  return compact(ascii(join(folder, `${name.replaceAll(".", "/")}.py`)));
}

/**
 * Python without its comments and docstrings, which no target reads: modules are compiled without
 * docstrings there. What is left stays on its lines, so that tracebacks are right.
 * @param {string} source in which a line begins with three quotes only where a docstring does
 */
export function compact(source) {
  return source
    .replace(/^([ \t]*)"""[\s\S]*?"""$/gm, (text, blanks) => {
      return `${blanks}""${"\n".repeat(text.split("\n").length - 1)}`;
    })
    .replace(/^[ \t]*#.*$/gm, "");
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

/**
 * What runs a program that asks on a terminal, for `bootstrap.ts`: the text of become.py without its
 * comments, compressed, in base64.
 * @param {string} folder resources/agent
 */
export function terminalHelper(folder) {
  const lines = ascii(join(folder, "become.py")).split("\n");
  const code = lines.filter((line) => !/^\s*(#|$)/.test(line)).join("\n");
  return deflateSync(code, { level: 9 }).toString("base64");
}

function ascii(file) {
  const text = readFileSync(file, "utf8");
  const odd = [...text].findIndex((char) => char > "\x7e" || (char < " " && char !== "\n"));
  if (odd !== -1) {
    throw new Error(`${file} has ${JSON.stringify(text[odd])}: the agent's source is plain ASCII.`);
  }
  return text;
}
