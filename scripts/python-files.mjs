// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates have expressions of this form
// The Python of the preview and of the analysis of tools: Pyodide's own files, and a snapshot of the memory of one that
// has started and imported our modules, from which a worker starts in a fraction of the time.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";

const resources = resolve(import.meta.dirname, "../resources");
const pyodide = dirname(fileURLToPath(import.meta.resolve("pyodide")));

/** Modules that the engine and common templates use: in the snapshot they take no time later. */
const standard = [
  "ast base64 binascii bisect calendar collections configparser copy csv dataclasses datetime decimal",
  "difflib enum fnmatch fractions functools getpass glob hashlib heapq hmac html ipaddress itertools json",
  "linecache locale math operator os pathlib platform pprint random re secrets shlex shutil socket",
  "statistics string struct subprocess symtable tempfile textwrap time tokenize traceback types typing",
  "unicodedata urllib.parse uuid zlib zoneinfo",
];

/** Rendered once, so that what is set up at the first rendering is in the snapshot. */
const warmUp = {
  method: "preview",
  params: ["% for x in items:\n${x} ${missing}\n% endfor\n", { items: [1, 2] }],
};

/** Asked once, likewise: an editor asks this of a tool at every pause. */
const analysisWarmUp = [
  'import os\nclass A(Tool):\n    def f(self, x: "int | None" = 1):\n        return os.path.join(x, y)\n',
  "3.6.15",
];

/** Sources of the agent's modules, of the preview's and of the analysis's. @returns {Map<string, string>} by path */
function sources() {
  const files = new Map();
  for (const [folder, prefix] of [
    [join(resources, "agent/rmote"), "rmote/"],
    [join(resources, "analysis"), ""],
    [join(resources, "preview"), ""],
  ]) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith(".py"))
        files.set(`${prefix}${file}`, readFileSync(join(folder, file), "utf8"));
    }
  }
  // What reads tools for the window is what reads the built-in ones for the build.
  files.set("describe.py", readFileSync(join(resources, "agent/describe.py"), "utf8"));
  return files;
}

/** A Python with our modules imported. Their files are gone afterwards: a thread gets memory, and no files. */
async function snapshot() {
  const python = await loadPyodide({ _makeSnapshot: true });
  const files = sources();
  python.FS.mkdirTree("/ours/rmote");
  for (const [path, source] of files) python.FS.writeFile(`/ours/${path}`, source);
  // Of the agent's modules those that are run here; the others are a target's.
  const own = [...files.keys()].filter((path) =>
    /^(rmote\/(template|newer)_?\w*|analysis\w*|preview\w*|describe)\.py$/.test(path),
  );
  const names = own.map((path) => path.slice(0, -3).replaceAll("/", "."));
  const modules = [...standard.join(" ").split(" "), ...names];
  python.runPython(
    [
      "import sys",
      'sys.path.insert(0, "/ours")',
      `import ${modules.join(", ")}`,
      'sys.path.remove("/ours")',
      "sys.path_importer_cache.clear()",
      `preview.preview_json(${JSON.stringify(JSON.stringify(warmUp))})`,
      'analysis.learn({"rmote/" + p.name: p.read_text() for p in pathlib.Path("/ours/rmote").glob("*.py")})',
      `analysis.check(*${JSON.stringify(analysisWarmUp)})`,
    ].join("\n"),
  );
  return python.makeMemorySnapshot();
}

/**
 * Writes all that a worker starts from.
 * @param {string} target folder
 * @returns {Promise<number>} bytes of the snapshot, compressed
 */
export async function writePython(target) {
  mkdirSync(target, { recursive: true });
  for (const file of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]) {
    copyFileSync(join(pyodide, file), join(target, file));
  }
  const memory = gzipSync(await snapshot(), { level: 6 });
  writeFileSync(join(target, "snapshot.gz"), memory);
  return memory.length;
}
