import { FailureError, failure } from "../../src-shared/failure";
import type { HostGroup } from "../../src-shared/host";
import { refused } from "./host-edits";
import { draftOf, type GroupEntry, type Overlay, setGroup, setHost, withGroup } from "./overlay";

export interface GroupChange {
  overlay: Overlay;
  /** The hosts whose group is another now. */
  hostIds: string[];
}

export function saveGroup(overlay: Overlay, { path, ...entry }: HostGroup): Overlay {
  checkPath(path);
  return withGroup(overlay, path, entry);
}

/**
 * Moves a group with all in it. One that is there already takes it in and keeps what it says itself.
 * @throws FailureError `not_found`, `bad_request` for a group that would be inside of itself
 */
export function renameGroup(overlay: Overlay, from: string, to: string): GroupChange {
  checkGroup(overlay, from);
  checkPath(to);
  if (from === to) return { overlay, hostIds: [] };
  if (isWithin(to, from)) throw refused(`The group ${from} cannot go into itself.`);
  return move(overlay, from, to);
}

/** Its hosts and groups go to the group around it. @throws FailureError `not_found` */
export function removeGroup(overlay: Overlay, path: string): GroupChange {
  checkGroup(overlay, path);
  const around = path.split("/").slice(0, -1).join("/");
  return move(withGroup(overlay, path, null), path, around);
}

function move(overlay: Overlay, from: string, to: string): GroupChange {
  const draft = draftOf(overlay);
  const hostIds: string[] = [];
  const moved = (path: string) => joinPath(to, path.slice(from.length + 1));
  for (const [path, entry] of overlay.groups) {
    if (!isWithin(path, from)) continue;
    setGroup(draft, path, null);
    setGroup(draft, moved(path), merged(draft.groups.get(moved(path)), entry));
  }
  for (const [id, entry] of overlay.hosts) {
    if (!isWithin(entry.group ?? "", from)) continue;
    setHost(draft, id, { ...entry, group: moved(entry.group ?? "") });
    hostIds.push(id);
  }
  return { overlay: draft, hostIds };
}

/** What the first says, and of the second what the first says nothing of. */
export function merged(first: GroupEntry = {}, second: GroupEntry): GroupEntry {
  const notes = [...new Set([first.notes, second.notes])].filter((text) => text !== undefined);
  const environment = { ...second.settings?.environment, ...first.settings?.environment };
  return {
    colour: first.colour ?? second.colour,
    notes: notes.join("\n\n"),
    settings: { ...second.settings, ...first.settings, environment },
  };
}

/** @returns either path, or both with a slash between them */
export function joinPath(outer: string, inner: string): string {
  return [outer, inner].filter((path) => path !== "").join("/");
}

/** Whether a path is a group or lies in it. */
export function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}/`);
}

/** @throws FailureError `bad_request` */
export function checkPath(path: string): void {
  if (/\p{Cc}/u.test(path)) throw refused("The name of a group is one line of plain text.");
}

function checkGroup(overlay: Overlay, path: string): void {
  const paths = [
    ...overlay.groups.keys(),
    ...[...overlay.hosts.values()].map(({ group = "" }) => group),
  ];
  if (paths.some((each) => isWithin(each, path))) return;
  throw new FailureError(failure("not_found", `There is no group ${path} any more.`));
}
