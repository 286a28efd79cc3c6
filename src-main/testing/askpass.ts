import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { transformWithOxc } from "vite";
import { setAskpassHelper } from "../transport/askpass-launcher";

/** Has ssh ask by the helper of the working tree, not by that of an earlier build. */
export async function installAskpass(): Promise<void> {
  const source = resolve(import.meta.dirname, "../transport/askpass-helper.ts");
  const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
  const folder = mkdtempSync(join(tmpdir(), "rmote-helper-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const script = join(folder, "askpass.mjs");
  writeFileSync(script, code);
  setAskpassHelper(script);
}
