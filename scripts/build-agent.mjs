// Builds out/agent: the payload that is sent to targets, the built-in tools and the snippets, and
// what their sources say of themselves. Prints the payload's size and the time it takes to start.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadPyodide } from "pyodide";
import { agentPayload, compact, modulesOf, stage0, terminalHelper } from "./agent-payload.mjs";
import { readSnippets } from "./snippet-files.mjs";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "resources/agent");
const target = join(root, "out/agent");

/** Every built-in tool with its source, and what travels with it. */
function toolSources() {
  const files = readdirSync(join(source, "tools")).filter((file) => file.endsWith(".py"));
  return files.sort().map((file) => {
    const text = readFileSync(join(source, "tools", file), "utf8");
    return {
      module: `rmote.tools.${file.slice(0, -3)}`,
      filename: `rmote/tools/${file}`,
      source: text,
      modules: modulesOf(source, text),
    };
  });
}

/** describe.py, and what else reads sources, in CPython on WebAssembly: no Python is needed here. */
async function startReader() {
  const python = await loadPyodide();
  python.runPython(readFileSync(join(source, "describe.py"), "utf8"));
  const describeModule = python.runPython(
    "import json\nlambda source, module: json.dumps(describe(source, module))",
  );
  // Names of its own: describe.py has some that are called the same.
  const globals = python.globals.get("dict")();
  python.runPython(readFileSync(join(root, "scripts/snippet_parts.py"), "utf8"), { globals });
  const methodParts = python.runPython("import json\nlambda source: json.dumps(parts(source))", {
    globals,
  });
  return {
    toolsOf: (text, module) => JSON.parse(describeModule(text, module)),
    docstring: python.runPython("lambda source: ast.get_docstring(ast.parse(source)) or ''"),
    partsOf: (text) => JSON.parse(methodParts(text)),
  };
}

/**
 * What reads the types of a tool file, and the agent's modules, which a tool may name types of and a
 * script of its own takes with it.
 */
function writePython(folder) {
  mkdirSync(join(folder, "rmote"), { recursive: true });
  for (const file of ["describe.py", "describe_types.py", "script_protocol.py"]) {
    copyFileSync(join(source, file), join(folder, file));
  }
  const files = readdirSync(join(source, "rmote"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".py"))) {
    const text = readFileSync(join(source, "rmote", file), "utf8");
    mkdirSync(dirname(join(folder, "rmote", file)), { recursive: true });
    writeFileSync(join(folder, "rmote", file), compact(text));
  }
}

/** Milliseconds from spawning a local python3 to the agent's hello; the median of five. */
async function startTime(payload) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const time = await startOnce(payload);
    if (time === null) return null;
    times.push(time);
  }
  return times.sort((a, b) => a - b)[2];
}

async function startOnce(payload) {
  const begin = performance.now();
  const child = spawn("python3", ["-c", stage0(source), String(payload.length), "1", "0"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => {});
  child.stdin.write(payload);
  return await new Promise((done) => {
    child.on("error", () => done(null));
    let seen = "";
    child.stdout.on("data", (chunk) => {
      seen += chunk.toString("latin1");
      if (!seen.includes("agent_version")) return;
      child.stdin.end();
      done(performance.now() - begin);
    });
    child.on("close", () => done(null));
  });
}

mkdirSync(target, { recursive: true });
const payload = agentPayload(source);
const tools = toolSources();
const reader = await startReader();
const descriptions = tools.flatMap(({ source: text, module }) => reader.toolsOf(text, module));
const snippets = readSnippets(join(root, "resources/snippets"), reader);
writeFileSync(join(target, "payload.bin"), payload);
writeFileSync(join(target, "stage0.txt"), stage0(source));
writeFileSync(join(target, "become.txt"), terminalHelper(source));
writeFileSync(join(target, "tools.json"), JSON.stringify({ sources: tools, tools: descriptions }));
writeFileSync(join(target, "snippets.json"), JSON.stringify(snippets));
writePython(join(target, "python"));
const time = await startTime(payload);
const started =
  time === null ? "no python3 here to time its start" : `starts in ${time.toFixed(0)} ms`;
console.log(
  `agent: ${payload.length} bytes, ${started}; ${descriptions.length} built-in tools, ${snippets.length} snippets`,
);
