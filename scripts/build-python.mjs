// Builds out/renderer/python: the preview's Python. Pyodide's own files, and a snapshot of the memory of
// one that has started and imported the template engine, from which a worker starts in a fraction of the time.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";

const root = resolve(import.meta.dirname, "..");
const target = join(root, "out/renderer/python");
const pyodide = dirname(fileURLToPath(import.meta.resolve("pyodide")));

/** Modules that the engine and common templates use: in the snapshot they cost nothing later. */
const standard =
  "ast base64 collections copy dataclasses datetime decimal enum functools ipaddress";
const more =
  "itertools json linecache math operator pathlib re string symtable textwrap tokenize traceback types";

/** Sources of the agent's modules, and of the preview. @returns {Map<string, string>} by path */
function sources() {
  const files = new Map();
  const agent = join(root, "resources/agent/rmote");
  for (const file of readdirSync(agent)) {
    if (/^(__init__|template\w*)\.py$/.test(file)) {
      files.set(`rmote/${file}`, readFileSync(join(agent, file), "utf8"));
    }
  }
  const preview = join(root, "resources/preview");
  for (const file of readdirSync(preview)) {
    if (file.endsWith(".py")) files.set(file, readFileSync(join(preview, file), "utf8"));
  }
  return files;
}

/** A Python with our modules imported. Their files are gone afterwards: a thread gets memory, and no files. */
async function prepare() {
  const python = await loadPyodide({
    _makeSnapshot: true,
    lockFileContents: readFileSync(join(pyodide, "pyodide-lock.json"), "utf8"),
  });
  const files = sources();
  for (const [path, source] of files) {
    python.FS.mkdirTree(`/ours/${dirname(path)}`);
    python.FS.writeFile(`/ours/${path}`, source);
  }
  const names = [...files.keys()].map((path) =>
    path
      .replace(/\.py$/, "")
      .replace(/\/__init__$/, "")
      .replaceAll("/", "."),
  );
  const modules = [...standard.split(" "), ...more.split(" "), ...names];
  python.runPython(
    `import sys; sys.path.insert(0, "/ours"); sys.dont_write_bytecode = True\nimport ${modules.join(", ")}\n` +
      `sys.path.remove("/ours"); sys.path_importer_cache.clear()\n` +
      `preview.preview_json(${JSON.stringify(warmUp)})\n`,
  );
  return python.makeMemorySnapshot();
}

/** Rendered once, so that what is set up at the first rendering is in the snapshot. */
const warmUp = JSON.stringify({
  method: "preview",
  source: "% for x in items:\n${x} ${missing}\n% endfor\n",
  context: { items: [1, 2] },
});

mkdirSync(target, { recursive: true });
for (const file of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]) {
  copyFileSync(join(pyodide, file), join(target, file));
}
const snapshot = gzipSync(await prepare(), { level: 6 });
writeFileSync(join(target, "snapshot.gz"), snapshot);
console.log(`preview: Python in WebAssembly, its snapshot ${snapshot.length} bytes`);
