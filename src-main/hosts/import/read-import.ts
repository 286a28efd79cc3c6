import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { FailureError, failure } from "../../../src-shared/failure";
import {
  groupPathSchema,
  hostEditSchema,
  hostGroupSchema,
  hostSettingsSchema,
} from "../../../src-shared/host";
import { printableLine } from "../../../src-shared/printable";
import type { ImportData, ImportedHost } from "./import-data";
import { fromInventory } from "./inventory-import";
import { readIni } from "./inventory-ini";
import { isInventory, parseYaml, readYaml } from "./inventory-yaml";
import { readOwn } from "./own-format";

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_PROBLEMS = 200;

/**
 * Reads hosts out of a file: our own export, or an Ansible inventory in INI or YAML. Nothing in
 * it is believed before it fits what our own file may hold.
 * @throws FailureError `file_error`, `bad_request` with what is wrong
 */
export async function readImport(file: string): Promise<ImportData> {
  const text = await readText(file);
  try {
    const { hosts, groups, problems, ...data } = understand(text, extname(file).toLowerCase());
    const checked = hosts.filter((host) => isUsable(host, problems));
    const kept = [...groups].filter(([path, entry]) => {
      const isRoot = path === "" && hostSettingsSchema.safeParse(entry.settings).success;
      const group = { path, settings: {}, notes: "", colour: null, ...entry };
      const isFine = isRoot || (isOneLine(path) && hostGroupSchema.safeParse(group).success);
      if (!isFine) problems.push(`The group ${path} is not taken: it does not fit here.`);
      return isFine;
    });
    const said = problems.slice(0, MAX_PROBLEMS).map((problem) => printableLine(problem));
    const more = problems.length - said.length;
    if (more > 0) said.push(`There are ${more} more things that are not taken.`);
    return { ...data, hosts: checked, groups: new Map(kept), problems: said };
  } catch (error) {
    if (error instanceof FailureError) throw error;
    // The parsers' own errors, a stack that is too deep included: the file is at fault.
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(file, [printableLine(reason)]);
  }
}

function understand(text: string, extension: string): ImportData {
  const own = extension === ".json" || text.trimStart().startsWith("{") ? parseJson(text) : null;
  if (own !== null) return readOwn(own);
  const isIni =
    [".ini", ".cfg"].includes(extension) || /^\s*\[/m.test(text.split("\n", 1)[0] ?? "");
  if (!isIni) {
    const value = yamlOrNull(text, [".yml", ".yaml"].includes(extension));
    if (isInventory(value)) return fromInventory(readYaml(value), "ansible-yaml");
  }
  if ([".yml", ".yaml"].includes(extension)) {
    throw new RangeError("It is YAML, but no inventory: no groups with hosts, children or vars.");
  }
  return fromInventory(readIni(text), "ansible-ini");
}

/** @throws Error the parser's, where it has to be YAML */
function yamlOrNull(text: string, isYaml: boolean): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (isYaml) throw error;
    return null;
  }
}

function parseJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "version" in value ? value : null;
  } catch {
    return null;
  }
}

function isUsable({ name, address, entry }: ImportedHost, problems: string[]): boolean {
  const parsed = hostEditSchema.safeParse({ ...entry, name, ...(address !== null && { address }) });
  const {
    notes: _notes,
    settings: { environment: _environment, ...settings } = {},
    ...rest
  } = entry;
  const isFine =
    parsed.success &&
    groupPathSchema.safeParse(entry.group ?? "").success &&
    isOneLine(JSON.stringify([name, address, rest, settings]));
  if (!isFine) problems.push(`The host ${name} is not taken: it does not fit here.`);
  return isFine;
}

/** Also of JSON, which writes control characters in another way. */
function isOneLine(text: string): boolean {
  return !/\p{Cc}|\\u00[01]|\\[bfnrt]/u.test(text);
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw unusable(file, [`It has ${size} bytes, and ${MAX_BYTES} at most are read.`]);
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("file_error", `${file} cannot be read.`, {
        advice: "Check the permissions of the file.",
        lines: [reason],
      }),
    );
  }
}

export function unusable(file: string, lines: string[]): FailureError {
  return new FailureError(
    failure("bad_request", `${file} holds no hosts that can be imported.`, {
      advice: "Choose a file that Rmote Desktop exported, or an Ansible inventory in INI or YAML.",
      lines,
    }),
  );
}
