import type { Host, HostGroup, HostSettings } from "./host";

/** The paths of a group and those around it, the outermost first: `a`, `a/b`. */
export function groupPaths(path: string): string[] {
  if (path === "") return [];
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Who says what a setting is: the host, or a group by its path. */
export type SettingOrigin = { kind: "host" } | { kind: "group"; path: string };

export interface EffectiveSettings {
  settings: HostSettings;
  origins: Partial<Record<keyof HostSettings, SettingOrigin>>;
}

/**
 * The settings that hold for a host: its own before those of its group, that
 * before the outer ones. Variables of the environment are joined, everything else is replaced.
 */
export function effectiveSettings(
  host: Pick<Host, "group" | "settings">,
  groups: readonly HostGroup[],
): EffectiveSettings {
  const byPath = new Map(groups.map((group) => [group.path, group]));
  const layers: [SettingOrigin, HostSettings][] = [];
  for (const path of groupPaths(host.group)) {
    const group = byPath.get(path);
    if (group !== undefined) layers.push([{ kind: "group", path }, group.settings]);
  }
  layers.push([{ kind: "host" }, host.settings]);
  const settings: HostSettings = {};
  const origins: EffectiveSettings["origins"] = {};
  for (const [origin, layer] of layers) {
    const environment = { ...settings.environment, ...layer.environment };
    Object.assign(settings, layer);
    if (Object.keys(environment).length > 0) settings.environment = environment;
    for (const key of Object.keys(layer) as (keyof HostSettings)[]) origins[key] = origin;
  }
  return { settings, origins };
}

/** The transport that reaches a host, where its settings leave it open. */
export function transportOf(host: Pick<Host, "source">, { transport, command }: HostSettings) {
  if (transport !== undefined) return transport;
  if (host.source === "local") return "local";
  return command === undefined ? "openssh" : "command";
}
