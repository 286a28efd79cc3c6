import { mkdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { transformWithOxc } from "vite";
import { sync as writeFileAtomicSync } from "write-file-atomic";

/**
 * A module of `src-main` as JavaScript that another process or thread can run, as the working tree
 * has it and not an earlier build. It may import packages, and nothing of ours but types.
 * @param path below `src-main`
 */
export async function compiled(path: string): Promise<string> {
  const source = resolve(import.meta.dirname, "..", path);
  const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
  // Where packages are found, and where the next run writes the same file.
  const folder = resolve(import.meta.dirname, "../../out/testing");
  mkdirSync(folder, { recursive: true });
  const script = join(folder, `${basename(path, ".ts")}.mjs`);
  // Tests in other processes may be reading it.
  writeFileAtomicSync(script, code);
  return script;
}
