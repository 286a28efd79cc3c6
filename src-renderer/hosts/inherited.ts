import type { EffectiveOption, HostGroup, HostSettings, OptionOrigin } from "../../src-shared/host";
import { effectiveSettings, type SettingOrigin } from "../../src-shared/host-settings";

/** What holds where a field is left empty, and in words where it comes from. */
export interface InheritedValue {
  value: string;
  from: string;
}

export interface Inherited {
  /** Of the groups around. */
  settings: HostSettings;
  /** `from group production`, for a setting that a group has. */
  from: (key: keyof HostSettings) => string;
  /** What ssh takes where neither we nor a group say anything. */
  ssh: Partial<Record<"user" | "port" | "identity" | "jump", InheritedValue>>;
}

/** @param options those in force for the host, as far as they are known */
export function inheritedSettings(
  group: string,
  groups: readonly HostGroup[],
  options: readonly EffectiveOption[],
): Inherited {
  const { settings, origins } = effectiveSettings({ group, settings: {} }, groups);
  const from = (key: keyof HostSettings) => settingWords(origins[key]);
  const ssh: Inherited["ssh"] = {};
  for (const [key, name] of Object.entries(sshNames)) {
    const option = options.find((each) => each.name.toLowerCase() === name);
    if (option === undefined || option.value === "" || option.value === "none") continue;
    // What is ours would not hold any more with the field empty.
    if (option.origin.kind === "host" || option.origin.kind === "group") continue;
    // Without any of its own ssh tries a list of keys, of which the first tells nothing.
    if (key === "identity" && option.origin.kind !== "file") continue;
    ssh[key as keyof typeof sshNames] = {
      value: option.value,
      from: `from ${originWords(option.origin)}`,
    };
  }
  return { settings, from, ssh };
}

const sshNames = {
  user: "user",
  port: "port",
  identity: "identityfile",
  jump: "proxyjump",
} as const;

function settingWords(origin: SettingOrigin | undefined): string {
  return origin?.kind === "group" ? `from group ${origin.path}` : "";
}

/** Where an option comes from, for a table. */
export function originWords(origin: OptionOrigin): string {
  switch (origin.kind) {
    case "file":
      return `${origin.file}:${origin.line}`;
    case "host":
      return "this host";
    case "group":
      return `group ${origin.path}`;
    case "default":
      return "ssh's default";
  }
}
