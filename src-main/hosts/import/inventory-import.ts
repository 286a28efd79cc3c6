import { isDeepStrictEqual } from "node:util";
import { parseAddress } from "../../../src-shared/address";
import type { HostSettings } from "../../../src-shared/host";
import { groupPaths } from "../../../src-shared/host-settings";
import type { GroupEntry } from "../overlay";
import { ansibleSettings, type Tell } from "./ansible-settings";
import type { ImportData, ImportedHost } from "./import-data";
import type { Inventory, Variables } from "./inventory";
import { layOut } from "./inventory-groups";

/**
 * An inventory as groups that inherit. Each host has the settings that Ansible would have come
 * to: what the groups on its path do not give it stands with the host itself.
 */
export function fromInventory(inventory: Inventory, format: ImportData["format"]): ImportData {
  const layout = layOut(inventory);
  const told = new Told();
  const groups = new Map<string, GroupEntry>();
  for (const [path, name] of layout.paths) {
    const outer = pathVariables(inventory, layout.names, path.split("/").slice(0, -1).join("/"));
    const vars = pathVariables(inventory, layout.names, path);
    const own = inventory.groups.get(name)?.vars ?? new Map();
    ansibleSettings(own, null, told.tell(`the group ${name}`));
    const settings = difference(
      ansibleSettings(vars, null).settings,
      ansibleSettings(outer, null).settings,
    );
    groups.set(path, { settings });
  }
  const all = ansibleSettings(
    inventory.groups.get("all")?.vars ?? new Map(),
    null,
    told.tell("all"),
  );
  if (Object.keys(all.settings).length > 0) groups.set("", { settings: all.settings });
  const hosts = [...inventory.hosts].flatMap(([name, vars]) => {
    const host = importedHost(inventory, layout, name, vars, told);
    return host ?? [];
  });
  const problems = [...inventory.problems, ...layout.problems, ...told.sentences()];
  const others = otherVariables(inventory);
  if (others > 0) {
    problems.push(`Variables that do not say how to connect are not taken: there are ${others}.`);
  }
  return { format, hosts, groups, problems };
}

type Layout = ReturnType<typeof layOut>;

function importedHost(
  inventory: Inventory,
  layout: Layout,
  name: string,
  own: Variables,
  told: Told,
): ImportedHost | null {
  const { path, tags, order } = layout.place(name);
  const merged: Variables = new Map();
  for (const group of order) mergeInto(merged, inventory.groups.get(group)?.vars);
  mergeInto(merged, own);
  ansibleSettings(own, name, told.tell(name));
  const { settings, address } = ansibleSettings(merged, name);
  const inherited = ansibleSettings(pathVariables(inventory, layout.names, path), null).settings;
  const parsed = parseAddress(address ?? name);
  if (typeof parsed === "string" || /\p{Cc}/u.test(name) || name.length > 256) {
    told.tell(name)("the host", "its name is no address");
    return null;
  }
  if (settings.transport === undefined && inherited.transport !== undefined) {
    settings.transport = "openssh";
  }
  const entry = { group: path, tags, settings: difference(settings, inherited) };
  return { name, address: parsed.host, entry };
}

/** What Ansible's groups on a path say, `all` included. */
function pathVariables(
  inventory: Inventory,
  names: ReadonlyMap<string, string>,
  path: string,
): Variables {
  const vars: Variables = new Map(inventory.groups.get("all")?.vars);
  for (const each of groupPaths(path)) {
    mergeInto(vars, inventory.groups.get(names.get(each) ?? "")?.vars);
  }
  return vars;
}

function mergeInto(vars: Variables, more: Variables | undefined): void {
  for (const [key, value] of more ?? []) vars.set(key, value);
}

function difference(settings: HostSettings, inherited: HostSettings): HostSettings {
  const own = Object.entries(settings).filter(
    ([key, value]) => !isDeepStrictEqual(value, inherited[key as keyof HostSettings]),
  );
  return Object.fromEntries(own);
}

function otherVariables({ hosts, groups }: Inventory): number {
  const all = [...hosts.values(), ...[...groups.values()].map(({ vars }) => vars)];
  const names = all.flatMap((vars) => [...vars.keys()]);
  return new Set(names.filter((name) => !name.startsWith("ansible_"))).size;
}

/** What is not taken, gathered so that many hosts with the same one are one sentence. */
class Told {
  readonly #where = new Map<string, Set<string>>();

  tell(owner: string): Tell {
    return (variable, reason) => {
      const key = `${variable} is not taken (${reason})`;
      this.#where.set(key, (this.#where.get(key) ?? new Set()).add(owner));
    };
  }

  sentences(): string[] {
    return [...this.#where].map(([what, owners]) => {
      const [first = "", second, ...others] = owners;
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      return `${what}: ${first}${second === undefined ? "" : `, ${second}`}${more}.`;
    });
  }
}
