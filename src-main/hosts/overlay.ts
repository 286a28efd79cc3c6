import { isDeepStrictEqual } from "node:util";
import {
  type HostEdit,
  type HostGroup,
  type HostSettings,
  hostSettingsSchema,
} from "../../src-shared/host";

/** What is kept of one host: only what differs from the default; name and address of an added one. */
export type HostEntry = HostEdit;
/** What is kept of one group: only what it says. */
export type GroupEntry = { [K in Exclude<keyof HostGroup, "path">]?: HostGroup[K] | undefined };

/**
 * What the user says of hosts, beside their ssh configuration. Hosts go by their id,
 * groups by their path. Values are never changed, only replaced.
 */
export interface Overlay {
  hosts: ReadonlyMap<string, HostEntry>;
  groups: ReadonlyMap<string, GroupEntry>;
}

export const emptyOverlay: Overlay = { hosts: new Map(), groups: new Map() };

/** The entry in its one form: defaults left out, everything in a fixed order. */
export function tidyHost(entry: HostEntry): HostEntry {
  const { name, address, group, tags, colour, favourite, notes, settings } = entry;
  return dropDefaults({
    name,
    address,
    group: group === "" ? undefined : group,
    tags: tags === undefined || tags.length === 0 ? undefined : [...new Set(tags)].sort(),
    colour: colour ?? undefined,
    favourite: favourite === true ? true : undefined,
    notes: notes === "" ? undefined : notes,
    settings: tidySettings(settings),
  });
}

/** As `tidyHost`. */
export function tidyGroup({ colour, notes, settings }: GroupEntry): GroupEntry {
  return dropDefaults({
    colour: colour ?? undefined,
    notes: notes === "" ? undefined : notes,
    settings: tidySettings(settings),
  });
}

function tidySettings(settings: HostSettings = {}): HostSettings | undefined {
  const environment = Object.entries(settings.environment ?? {}).sort(byKey);
  const tidy = dropDefaults({
    ...settings,
    environment: environment.length === 0 ? undefined : Object.fromEntries(environment),
  });
  const order = Object.keys(hostSettingsSchema.shape);
  const entries = Object.entries(tidy).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** An overlay while it is being made, which may be changed: many changes cost one copy. */
export interface Draft {
  hosts: Map<string, HostEntry>;
  groups: Map<string, GroupEntry>;
}

export function draftOf({ hosts, groups }: Overlay): Draft {
  return { hosts: new Map(hosts), groups: new Map(groups) };
}

/** An entry that says nothing needs no place. */
export function setHost({ hosts }: Draft, id: string, entry: HostEntry | null): void {
  const tidy = entry === null ? {} : tidyHost(entry);
  if (Object.keys(tidy).length === 0) hosts.delete(id);
  else hosts.set(id, tidy);
}

/** An entry may say nothing: then it keeps a group that has no hosts yet. */
export function setGroup({ groups }: Draft, path: string, entry: GroupEntry | null): void {
  if (entry === null) groups.delete(path);
  else groups.set(path, tidyGroup(entry));
}

export function withHost(overlay: Overlay, id: string, entry: HostEntry | null): Overlay {
  const draft = draftOf(overlay);
  setHost(draft, id, entry);
  return draft;
}

export function withGroup(overlay: Overlay, path: string, entry: GroupEntry | null): Overlay {
  const draft = draftOf(overlay);
  setGroup(draft, path, entry);
  return draft;
}

/** Whether two entries say the same; null for an entry that is not there. */
export function isSame(a: HostEntry | GroupEntry | null, b: HostEntry | GroupEntry | null) {
  return isDeepStrictEqual(a, b);
}

/** Orders pairs by their first part as plain text, the same on every machine. */
export function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function dropDefaults<T extends object>(values: T): Defined<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
