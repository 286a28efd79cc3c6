import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ToolScript } from "../../src-shared/tool-script";
import type { ToolSource } from "../protocol/tool-source";

/** What makes members of values, as the agent does for each call. */
const COERCE = "rmote.coerce";

/**
 * What a script of its own takes with it to run a tool: its source and, of the agent's modules, those
 * that it can come to import.
 * @param folder what the build wrote (`out/agent/python`)
 */
export function toolScript(folder: string, { source, filename }: ToolSource): ToolScript {
  const modules = new Map<string, string>();
  const pending = ["rmote", "rmote.protocol", ...importedBy(source)];
  if (/\b(Enum|IntEnum|StrEnum|Flag|IntFlag)\b/.test(source)) pending.push(COERCE);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (modules.has(name)) continue;
    const text = read(folder, name);
    if (text === null) continue;
    modules.set(name, text);
    pending.push(...importedBy(text));
  }
  return { source, filename, modules: [...modules].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** The agent's own `rmote.protocol` is the end of a connection; a script has something in its place. */
function read(folder: string, name: string): string | null {
  const path = name.replaceAll(".", "/");
  const places =
    name === "rmote.protocol" ? ["script_protocol.py"] : [`${path}.py`, `${path}/__init__.py`];
  const file = places.map((place) => join(folder, place)).find((place) => existsSync(place));
  return file === undefined ? null : readFileSync(file, "utf8").replace(/\n(\s*\n)+/g, "\n");
}

/** Modules of the agent's that a source names in its imports, wherever they stand, some in vain. */
function importedBy(source: string): string[] {
  const found: string[] = [];
  for (const [, from, names = ""] of source.matchAll(
    /^[ \t]*from[ \t]+(rmote[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|.*)/gm,
  )) {
    found.push(`${from}`);
    for (const name of names.match(/\w+/g) ?? []) found.push(`${from}.${name}`);
    // The agent loads it with the first template.
    if (from === "rmote.protocol" && /\bTemplate\b/.test(names)) found.push("rmote.template");
  }
  for (const [, names = ""] of source.matchAll(/^[ \t]*import[ \t]+(rmote.*)/gm)) {
    found.push(...(names.match(/rmote[\w.]*/g) ?? []));
  }
  // Parts that are imported by a name that is put together, as those of Facts.
  if (/\bimport_module\(["']rmote\./.test(source)) {
    for (const [, word] of source.matchAll(/["'](\w+)["']/g)) found.push(`rmote.${word}`);
  }
  // A module of a folder brings that along.
  const parents = found.map((name) => name.slice(0, name.lastIndexOf(".")));
  return [...found, ...parents].filter((name) => /^rmote(\.\w+){0,2}$/.test(name));
}
