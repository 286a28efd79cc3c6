import type { Host, HostSettings } from "../../../src-shared/host";
import { joinPath, merged } from "../group-edits";
import { setAdded } from "../host-edits";
import { configId } from "../host-rows";
import { type Draft, draftOf, type HostEntry, type Overlay, setGroup, setHost } from "../overlay";
import { type ImportData, type ImportedHost, withoutConnection } from "./import-data";

/**
 * Takes what was read into the list, below a group or at its top. What the list has already keeps
 * what it says; only what it says nothing of is taken.
 */
export function applyImport(
  overlay: Overlay,
  hosts: readonly Host[],
  data: ImportData,
  group: string,
): { overlay: Overlay; hostIds: string[] } {
  const draft = draftOf(overlay);
  const hostIds: string[] = [];
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const everyone = data.groups.get("")?.settings ?? {};
  for (const [path, entry] of data.groups) {
    const isTop = !path.includes("/");
    if (path === "" && group === "") continue;
    const inner = isTop && group === "" ? merged(entry, { settings: everyone }) : entry;
    const target = joinPath(group, path);
    setGroup(draft, target, merged(draft.groups.get(target), inner));
  }
  for (const host of data.hosts) {
    // Without a group around all of them, one that is in none has it from nobody.
    const isAlone = (host.entry.group ?? "") === "" && group === "";
    const settings = { ...(isAlone ? everyone : {}), ...host.entry.settings };
    const entry = { ...host.entry, settings, group: joinPath(group, host.entry.group ?? "") };
    const known = byName.get(host.name);
    if (known === undefined) hostIds.push(setNew(draft, host, entry));
    else hostIds.push(setKnown(draft, known, entry));
  }
  return { overlay: draft, hostIds };
}

function setNew(draft: Draft, { name, address }: ImportedHost, entry: HostEntry): string {
  if (address !== null) return setAdded(draft, { ...entry, name, address });
  // It waits for an ssh configuration that has it.
  const id = configId(name);
  setHost(draft, id, filled(draft.hosts.get(id) ?? {}, entry));
  return id;
}

/** How to get to a host of the ssh configuration is that file's to say. */
function setKnown(draft: Draft, { id, source }: Host, entry: HostEntry): string {
  const settings: HostSettings =
    source === "added" ? (entry.settings ?? {}) : withoutConnection(entry.settings ?? {});
  setHost(draft, id, filled(draft.hosts.get(id) ?? {}, { ...entry, settings }));
  return id;
}

/** The first, with what it says nothing of from the second. */
function filled(first: HostEntry, second: HostEntry): HostEntry {
  return {
    ...second,
    ...first,
    group: first.group || second.group,
    tags: [...(first.tags ?? []), ...(second.tags ?? [])],
    settings: { ...second.settings, ...first.settings },
  };
}
