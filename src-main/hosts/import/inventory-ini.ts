import { FailureError } from "../../../src-shared/failure";
import { shellWords } from "../../transport/shell-words";
import { expandRanges, Inventory, SECRET, type Variable } from "./inventory";

/**
 * Reads an Ansible inventory in INI form (ansible.builtin.ini). What is not understood becomes
 * a problem with its line.
 */
export function readIni(text: string): Inventory {
  const inventory = new Inventory();
  let section = { group: "ungrouped", kind: "hosts" };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[([^:\]]+)(?::([a-z]+))?\]\s*(?:#.*)?$/.exec(line);
    try {
      if (header !== null) {
        section = { group: (header[1] ?? "").trim(), kind: header[2] ?? "hosts" };
        inventory.group(section.group);
      } else if (section.kind === "hosts") {
        readHost(inventory, section.group, line);
      } else if (section.kind === "children") {
        const child = withoutComment(line).trim();
        inventory.group(child);
        inventory.group(section.group).children.add(child);
      } else if (section.kind === "vars") {
        const [, key = "", value = ""] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
        if (key === "") throw new RangeError("It is not NAME=VALUE.");
        inventory.group(section.group).vars.set(key, variableOf(withoutComment(value).trim()));
      } else {
        throw new RangeError(`Ansible has no section :${section.kind}.`);
      }
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof FailureError)) throw error;
      inventory.problems.push(`Line ${index + 1} is not taken: ${error.message}`);
    }
  }
  return inventory;
}

function readHost(inventory: Inventory, group: string, line: string): void {
  const [pattern = "", ...rest] = shellWords(withoutComment(line));
  const port = /^(.*[^:]):(\d+)$/.exec(pattern);
  const isAddress = (pattern.match(/:/g) ?? []).length > 1 && !pattern.includes("[");
  const hasPort = port !== null && !isAddress;
  for (const name of expandRanges(hasPort ? (port[1] ?? "") : pattern)) {
    const vars = inventory.host(name, group);
    if (hasPort) vars.set("ansible_port", Number(port[2]));
    for (const word of rest) {
      const [, key, value = ""] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
      if (key === undefined) throw new RangeError(`A variable of ${name} is not NAME=VALUE.`);
      vars.set(key, variableOf(value));
    }
  }
}

/** The line without a comment at its end; a # within a word or quotes begins none. */
function withoutComment(line: string): string {
  return /^(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^#"'\\]|(?<=\S)#)*/.exec(line)?.[0] ?? line;
}

/** Ansible takes values as Python literals where they are some; quotes around them are none of the value. */
function variableOf(text: string): Variable {
  if (text.includes("$ANSIBLE_VAULT")) return SECRET;
  const [, , quoted] = /^(['"])(.*)\1$/s.exec(text) ?? [];
  return quoted ?? text;
}
