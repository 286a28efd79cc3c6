import { parseDocument, type ScalarTag } from "yaml";
import { expandRanges, Inventory, SECRET, type Variable, type Variables } from "./inventory";

const MAX_DEPTH = 32;
/** As many as an honest file has; each may stand for a part that has more of them in it. */
const MAX_ALIASES = 100;

/** Values that only who has the key can read. */
const vault = (tag: string): ScalarTag => ({ tag, resolve: () => SECRET });

/**
 * The maps and values of a YAML text.
 * @throws Error with the parser's own sentence, also for what would grow without bounds
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, {
    // What Ansible reads: yes and no are true and false, and << merges.
    version: "1.1",
    merge: true,
    uniqueKeys: false,
    logLevel: "error",
    customTags: (tags) => [...tags, vault("!vault"), vault("!vault-encrypted")],
  });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES });
}

/** Whether that is an inventory: groups that have hosts, children or variables. */
export function isInventory(value: unknown): value is Map<unknown, unknown> {
  if (!(value instanceof Map) || value.size === 0) return false;
  return [...value.values()].every(
    (group) =>
      group === null ||
      (group instanceof Map &&
        [...group.keys()].every((key) => ["hosts", "children", "vars"].includes(key))),
  );
}

/** Reads an Ansible inventory in YAML form (ansible.builtin.yaml). */
export function readYaml(groups: Map<unknown, unknown>): Inventory {
  const inventory = new Inventory();
  for (const [name, group] of groups) readGroup(inventory, String(name), group, 1);
  return inventory;
}

function readGroup(inventory: Inventory, name: string, value: unknown, depth: number): void {
  const group = inventory.group(name);
  if (value === null) return;
  if (!(value instanceof Map)) {
    inventory.problems.push(`The group ${name} is not taken: it is no map.`);
    return;
  }
  for (const [key, part] of value) {
    if (part === null) continue;
    if (!(part instanceof Map) || !["hosts", "children", "vars"].includes(key)) {
      inventory.problems.push(`${String(key)} of the group ${name} is not taken.`);
    } else if (key === "vars") {
      setAll(group.vars, part);
    } else if (key === "hosts") {
      for (const [pattern, vars] of part) readHosts(inventory, name, String(pattern), vars);
    } else if (depth > MAX_DEPTH) {
      inventory.problems.push(`Groups are nested over ${MAX_DEPTH} deep in ${name}.`);
    } else {
      for (const [child, inner] of part) {
        group.children.add(String(child));
        readGroup(inventory, String(child), inner, depth + 1);
      }
    }
  }
}

function readHosts(inventory: Inventory, group: string, pattern: string, vars: unknown): void {
  try {
    for (const name of expandRanges(pattern)) {
      const own = inventory.host(name, group);
      if (vars instanceof Map) setAll(own, vars);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    inventory.problems.push(`${pattern} is not taken: ${error.message}`);
  }
}

function setAll(vars: Variables, values: Map<unknown, unknown>): void {
  for (const [key, value] of values) vars.set(String(key), variableOf(value));
}

/** Lists and maps are none of those that say how to connect. */
function variableOf(value: unknown): Variable {
  if (typeof value === "string") return value.includes("$ANSIBLE_VAULT") ? SECRET : value;
  if (typeof value === "number" || typeof value === "boolean" || value === SECRET) return value;
  return null;
}
