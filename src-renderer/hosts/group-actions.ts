import { groupPathSchema, type HostGroup } from "../../src-shared/host";
import { ipc } from "../ipc";
import { changeHosts } from "./host-changes";
import { useHosts } from "./hosts-store";

/** The last name of a path. */
export function groupName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function outerGroup(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function joinGroup(outer: string, name: string): string {
  return outer === "" ? name : `${outer}/${name}`;
}

/** What a group has of its own; nothing for one that only hosts name. */
export function groupAt(path: string): HostGroup {
  const found = useHosts.getState().groups.find((group) => group.path === path);
  return found ?? { path, settings: {}, notes: "", colour: null };
}

/** @returns what is wrong with a path for a group, or null */
export function wrongPath(path: string): string | null {
  const parsed = groupPathSchema.safeParse(path);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? "This is no path of a group.");
}

export function removeGroup(path: string): void {
  void changeHosts(`The group ${path} was removed.`, ipc.removeGroup({ path }));
}

/** Puts a group with all that is in it into another one, or outside of all. */
export function moveGroup(path: string, outer: string): void {
  const to = joinGroup(outer, groupName(path));
  if (to === path || outer === path || outer.startsWith(`${path}/`)) return;
  const where = outer === "" ? "out of all groups" : `into ${outer}`;
  void changeHosts(`${groupName(path)} moved ${where}.`, ipc.renameGroup({ from: path, to }));
}
