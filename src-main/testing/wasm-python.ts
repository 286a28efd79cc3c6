import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import { writePython } from "../../scripts/python-files.mjs";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "out/testing");

/** What it is made of. */
const inputs = [
  "package-lock.json",
  "resources/agent/rmote",
  "resources/agent/describe.py",
  "resources/analysis",
  "resources/preview",
  "scripts/python-files.mjs",
  "src-main/templates/python-worker.ts",
  "src-shared/python",
];

/**
 * The Python in WebAssembly of the working tree, not of an earlier build: folder and script of its thread.
 * Made once for each state of the tree.
 */
export async function wasmPython(): Promise<{ python: string; script: string }> {
  const target = join(folder, `python-${fingerprint()}`);
  if (!existsSync(target)) await make(target);
  return { python: target, script: join(target, "python-worker.js") };
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    const path = join(root, input);
    const isFile = /\.\w+$/.test(input);
    const files = isFile ? [path] : readdirSync(path).map((name) => join(path, name));
    for (const file of files.filter((name) => /\.\w+$/.test(name)).sort()) {
      hash.update(`${file}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

async function make(target: string): Promise<void> {
  // Tests in other processes may make the same: the first one that is whole stays.
  const own = `${target}-${process.pid}`;
  mkdirSync(own, { recursive: true });
  await writePython(own);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      ssr: "src-main/templates/python-worker.ts",
      outDir: own,
      emptyOutDir: false,
      target: "node20",
    },
  });
  try {
    renameSync(own, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(own, { recursive: true });
  }
}
