import { formatAddress } from "../../src-shared/address";
import type { Host, HostColour, HostGroup } from "../../src-shared/host";
import { groupPaths } from "../../src-shared/host-settings";

/**
 * Where a host is reached, as far as it is known: `deploy@web1.example.org:2222`,
 * or the command that leads there; empty for this machine.
 */
export function addressOf(host: Host): string {
  const { transport, command, user, port } = host.settings;
  if (host.source === "local") return "";
  if (command !== undefined && (transport === undefined || transport === "command")) return command;
  if (host.resolved === null)
    return formatAddress({ user: user ?? null, host: host.address, port: port ?? null });
  const { resolved } = host;
  const shownPort = resolved.port === 22 ? null : resolved.port;
  return formatAddress({ user: resolved.user, host: resolved.hostname, port: shownPort });
}

/** What has hosts under it in the list. */
export interface Branch {
  id: string;
  kind: "favourites" | "group" | "config" | "added";
  label: string;
  /** Of a group; empty otherwise. */
  path: string;
  colour: HostColour | null;
  branches: Branch[];
  hosts: Host[];
}

/** The whole list in its order, made once for each list of hosts. */
export interface HostTree {
  /** Hosts that stand above all branches: this machine. */
  hosts: Host[];
  branches: Branch[];
  /** The colour of the nearest group that has one, by path. */
  colours: ReadonlyMap<string, HostColour | null>;
}

interface RowPlace {
  /** Unique in the list: a favourite host is there twice. */
  id: string;
  /** From 1. */
  level: number;
  /** Among its siblings, from 1. */
  position: number;
  siblings: number;
  parentId: string | null;
}

export type TreeRow = RowPlace &
  (
    | { kind: "branch"; branch: Branch; count: number; isFolded: boolean }
    | { kind: "host"; host: Host; colour: HostColour | null }
  );

const byName = new Intl.Collator(undefined, { numeric: true }).compare;

export const groupId = (path: string): string => `group ${path}`;

/** Every path that a host or a group names, and those around them, in their order. */
export function allGroupPaths(hosts: readonly Host[], groups: readonly HostGroup[]): string[] {
  const paths = new Set<string>();
  const named = new Set([...hosts.map((host) => host.group), ...groups.map(({ path }) => path)]);
  for (const path of named) for (const each of groupPaths(path)) paths.add(each);
  return [...paths].sort(byName);
}

/**
 * This machine, the favourites (who are in their place as well), nested groups,
 * then what is in no group: the hosts of the ssh config in the order of the file, those added.
 */
export function hostTree(hosts: readonly Host[], groups: readonly HostGroup[]): HostTree {
  const own = new Map(groups.map((group) => [group.path, group]));
  const made = new Map<string, Branch>();
  const colours = new Map<string, HostColour | null>([["", null]]);
  const roots: Branch[] = [];
  for (const path of allGroupPaths(hosts, groups)) {
    const slash = path.lastIndexOf("/");
    const outer = slash === -1 ? "" : path.slice(0, slash);
    colours.set(path, own.get(path)?.colour ?? colours.get(outer) ?? null);
    const branch: Branch = {
      ...newBranch("group", groupId(path), path.slice(slash + 1), []),
      path,
      colour: own.get(path)?.colour ?? null,
    };
    made.set(path, branch);
    (made.get(outer)?.branches ?? roots).push(branch);
  }
  for (const host of hosts) made.get(host.group)?.hosts.push(host);
  for (const branch of made.values()) branch.hosts.sort((a, b) => byName(a.name, b.name));
  const favourites = hosts.filter((host) => host.favourite);
  const ungrouped = (source: Host["source"]) =>
    hosts.filter((host) => host.group === "" && host.source === source);
  const branches = [
    newBranch(
      "favourites",
      "favourites",
      "Favourites",
      favourites.sort((a, b) => byName(a.name, b.name)),
    ),
    ...roots,
    newBranch("config", "config", "From ssh config", ungrouped("config")),
    newBranch("added", "added", "Added", ungrouped("added")),
  ];
  return {
    hosts: ungrouped("local"),
    branches: branches.filter((branch) => branch.kind === "group" || branch.hosts.length > 0),
    colours,
  };
}

function newBranch(kind: Branch["kind"], id: string, label: string, hosts: Host[]): Branch {
  return { id, kind, label, path: "", colour: null, branches: [], hosts };
}

/**
 * The rows that are shown.
 * @param found the hosts that a filter left over, null without one; branches without any are left out then
 */
export function treeRows(
  tree: HostTree,
  found: ReadonlySet<Host> | null,
  folded: ReadonlySet<string>,
): TreeRow[] {
  const counts = new Map<Branch, number>();
  const isIn = (host: Host) => found === null || found.has(host);
  const count = (branch: Branch): number => {
    let sum = found === null ? branch.hosts.length : branch.hosts.filter(isIn).length;
    for (const inner of branch.branches) sum += count(inner);
    counts.set(branch, sum);
    return sum;
  };
  tree.branches.forEach(count);
  const rows: TreeRow[] = [];
  const add = (branches: Branch[], hosts: Host[], parent: Branch | null, level: number) => {
    const shownBranches = branches.filter((each) => found === null || (counts.get(each) ?? 0) > 0);
    const shownHosts = hosts.filter(isIn);
    const siblings = shownBranches.length + shownHosts.length;
    const parentId = parent?.id ?? null;
    let position = 0;
    const addHosts = () => {
      for (const host of shownHosts) {
        position += 1;
        const id = `${parent?.kind === "favourites" ? "favourite" : "host"} ${host.id}`;
        const colour = host.colour ?? tree.colours.get(host.group) ?? null;
        rows.push({ kind: "host", id, level, position, siblings, parentId, host, colour });
      }
    };
    if (parent === null) addHosts();
    for (const branch of shownBranches) {
      position += 1;
      const isFolded = folded.has(branch.id);
      const { id } = branch;
      const size = counts.get(branch) ?? 0;
      rows.push({
        kind: "branch",
        id,
        level,
        position,
        siblings,
        parentId,
        branch,
        count: size,
        isFolded,
      });
      if (!isFolded) add(branch.branches, branch.hosts, branch, level + 1);
    }
    if (parent !== null) addHosts();
  };
  add(tree.branches, tree.hosts, null, 1);
  return rows;
}

/** The hosts of a branch and of those in it. */
export function hostsUnder(branch: Branch): Host[] {
  return [...branch.branches.flatMap(hostsUnder), ...branch.hosts];
}
