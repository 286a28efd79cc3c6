import { hostDetailsSchema } from "../../../src-shared/host";
import { groupPaths } from "../../../src-shared/host-settings";
import { joinPath } from "../group-edits";
import type { Inventory } from "./inventory";

/** Groups that Ansible has by itself. */
const OWN_GROUPS = new Set(["all", "ungrouped"]);
const MAX_DEPTH = 32;

/** Where a host goes: the deepest group it is in; the others become tags. */
export interface Place {
  path: string;
  tags: string[];
  /** All its groups, in the order in which Ansible lets later ones win. */
  order: string[];
}

/** Ansible's groups, of which one may be in several others, as a tree. */
export function layOut(inventory: Inventory) {
  const problems: string[] = [];
  const parents = parentsOf(inventory, problems);
  const pathOf = new Map<string, string>();
  /** The path by way of the deepest parent; the first one where several are as deep. */
  const path = (name: string): string => {
    const known = pathOf.get(name);
    if (known !== undefined) return known;
    const outer = deepest((parents.get(name) ?? []).map(path));
    const own = joinPath(outer, segmentOf(name));
    pathOf.set(name, own);
    return own;
  };
  const groupsOf = new Map<string, string[]>();
  for (const [name, { hosts }] of inventory.groups) {
    for (const host of hosts) groupsOf.set(host, [...(groupsOf.get(host) ?? []), name]);
  }
  const named = [...inventory.groups.keys()].filter((name) => !OWN_GROUPS.has(name));
  for (const name of named) {
    const [first, second] = parents.get(name) ?? [];
    if (first === undefined || second === undefined) continue;
    problems.push(`The group ${name} is in several others. It goes to ${path(name)}.`);
  }
  const place = (host: string): Place => {
    const direct = (groupsOf.get(host) ?? []).filter((name) => !OWN_GROUPS.has(name));
    const chosen = deepest(direct.map(path));
    const all = withAncestors(direct, parents);
    const onWay = new Set(groupPaths(chosen));
    const tags = [...all.keys()].filter((name) => !onWay.has(path(name)) && isTag(name)).sort();
    const order = [...all].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
    return { path: chosen, tags, order: ["all", ...order.map(([name]) => name)] };
  };
  const paths = named.map((name): [string, string] => [path(name), name]);
  return { paths, names: new Map(paths), place, problems };
}

/** Who is in whom, without `all`, and without what would be in itself. */
function parentsOf({ groups }: Inventory, problems: string[]): Map<string, string[]> {
  const parents = new Map<string, string[]>();
  for (const [name, { children }] of groups) {
    if (OWN_GROUPS.has(name)) continue;
    for (const child of children) {
      const isLoop = child === name || withAncestors([name], parents).has(child);
      const isTooDeep = Math.max(...withAncestors([name], parents).values()) >= MAX_DEPTH;
      if (OWN_GROUPS.has(child) || isLoop || isTooDeep) {
        problems.push(
          `The group ${child} is not put into ${name}: it would be in itself, or too deep.`,
        );
      } else parents.set(child, [...(parents.get(child) ?? []), name]);
    }
  }
  return parents;
}

/** The groups and those around them, each with how deep it is. */
function withAncestors(
  names: readonly string[],
  parents: ReadonlyMap<string, string[]>,
): Map<string, number> {
  const depths = new Map<string, number>();
  const depth = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const own = 1 + Math.max(0, ...(parents.get(name) ?? []).map(depth));
    depths.set(name, own);
    return own;
  };
  for (const name of names) depth(name);
  return depths;
}

function deepest(paths: readonly string[]): string {
  let found = "";
  for (const path of paths) {
    if (found === "" || path.split("/").length > found.split("/").length) found = path;
  }
  return found;
}

/** The name as a part of a path can have it. */
function segmentOf(name: string): string {
  return name.replace(/[/\p{Cc}]/gu, "-").trim() || "group";
}

function isTag(name: string): boolean {
  return hostDetailsSchema.shape.tags.safeParse([name]).success;
}
