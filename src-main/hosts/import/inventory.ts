/** The value of a variable that must not be kept: encrypted, or of no use as plain text. */
export const SECRET = Symbol("secret");
export type Variable = string | number | boolean | typeof SECRET | null;
export type Variables = Map<string, Variable>;

export interface InventoryGroup {
  hosts: Set<string>;
  children: Set<string>;
  vars: Variables;
}

/** Hosts that an inventory may have: a range is soon written too large. */
const MAX_HOSTS = 10_000;
const MAX_GROUPS = 2000;

/** An Ansible inventory as it is written, before anything of it is understood. */
export class Inventory {
  readonly hosts = new Map<string, Variables>();
  readonly groups = new Map<string, InventoryGroup>();
  readonly problems: string[] = [];

  /** @throws RangeError where there are too many */
  group(name: string): InventoryGroup {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    if (this.groups.size >= MAX_GROUPS) throw new RangeError(`It has over ${MAX_GROUPS} groups.`);
    const group = { hosts: new Set<string>(), children: new Set<string>(), vars: new Map() };
    this.groups.set(name, group);
    return group;
  }

  /** The variables of a host, which becomes one of the group. @throws RangeError where there are too many */
  host(name: string, group: string): Variables {
    this.group(group).hosts.add(name);
    const known = this.hosts.get(name);
    if (known !== undefined) return known;
    if (this.hosts.size >= MAX_HOSTS) throw new RangeError(`It has over ${MAX_HOSTS} hosts.`);
    const vars: Variables = new Map();
    this.hosts.set(name, vars);
    return vars;
  }
}

/**
 * The names that a pattern with ranges stands for: `web[01:20]`, `db-[a:c]`, `n[0:10:2]`.
 * @throws RangeError with a sentence for a range that is none, or too long
 */
export function expandRanges(pattern: string): string[] {
  const match = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern);
  if (match === null) return [pattern];
  const [, before = "", range = "", after = ""] = match;
  const names = rangeValues(range).map((value) => `${before}${value}`);
  const ends = expandRanges(after);
  if (names.length * ends.length > MAX_HOSTS) throw tooLong(pattern);
  return names.flatMap((name) => ends.map((end) => `${name}${end}`));
}

function rangeValues(range: string): string[] {
  const [, first = "", last = "", step = "1"] =
    /^(\d*|[A-Za-z]):(\d+|[A-Za-z])(?::(\d+))?$/.exec(range) ?? [];
  const isLetters = /[A-Za-z]/.test(first);
  if (last === "" || isLetters !== /[A-Za-z]/.test(last) || Number(step) === 0) {
    throw new RangeError(`[${range}] is not a range such as [01:20] or [a:c].`);
  }
  const code = (text: string) => (isLetters ? text.charCodeAt(0) : Number(text || "0"));
  const [from, to, by] = [code(first), code(last), Number(step)];
  if (from > to) throw new RangeError(`[${range}] begins behind its end.`);
  if ((to - from) / by > MAX_HOSTS) throw tooLong(`[${range}]`);
  const width = first.startsWith("0") ? first.length : 0;
  const values: string[] = [];
  for (let at = from; at <= to; at += by) {
    values.push(isLetters ? String.fromCharCode(at) : String(at).padStart(width, "0"));
  }
  return values;
}

function tooLong(what: string): RangeError {
  return new RangeError(`${what} stands for over ${MAX_HOSTS} hosts.`);
}
