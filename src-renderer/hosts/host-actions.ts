import { formatPlural } from "../../src-shared/format";
import type { Host, HostsEdit } from "../../src-shared/host";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { changeHosts } from "./host-changes";
import { type HostPart, openHostDialog } from "./host-dialog-store";
import { hostById, isOpen, useHosts } from "./hosts-store";
import { leaving } from "./leave-hosts";
import { setActiveHost } from "./list-store";

/** `web1`, or `3 hosts`. */
export function nameOf(hosts: readonly Host[]): string {
  const [first] = hosts;
  return hosts.length === 1 && first !== undefined
    ? first.name
    : formatPlural(hosts.length, "host");
}

export function hostsByIds(hostIds: readonly string[]): Host[] {
  return hostIds.flatMap((id) => hostById(id) ?? []);
}

const idsOf = (hosts: readonly Host[]) => hosts.map((host) => host.id);

/** @param part of a single host's dialog that is shown first */
export function editDialog(hosts: readonly Host[], part: HostPart = "host"): void {
  const [first] = hosts;
  if (first === undefined) return;
  if (hosts.length === 1) openHostDialog({ kind: "edit", hostId: first.id, part });
  else openHostDialog({ kind: "edit-many", hostIds: idsOf(hosts) });
}

function edit(hosts: readonly Host[], change: HostsEdit, done: string): void {
  void changeHosts(done, ipc.editHosts({ hostIds: idsOf(hosts), edit: change }));
}

export function setFavourite(hosts: readonly Host[], favourite: boolean): void {
  const verb = hosts.length === 1 ? "is" : "are";
  edit(
    hosts,
    { favourite },
    `${nameOf(hosts)} ${verb} ${favourite ? "" : "no longer "}in Favourites.`,
  );
}

/** Hosts that are there already stay untouched. */
export function moveToGroup(hosts: readonly Host[], group: string): void {
  const moved = hosts.filter((host) => host.group !== group);
  if (moved.length === 0) return;
  const where = group === "" ? "out of all groups" : `to ${group}`;
  edit(moved, { group }, `${nameOf(moved)} moved ${where}.`);
}

export async function duplicate(host: Host): Promise<void> {
  const change = await changeHosts(`${host.name} was duplicated.`, ipc.duplicateHost(host.id));
  const [copy] = change?.hostIds ?? [];
  if (copy !== undefined) setActiveHost(copy);
}

/** Puts a text on the clipboard and says what it was. */
export function copy(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => notify(`${what} copied.`),
    () => notify("The clipboard refused the text."),
  );
}

/** Removes added hosts, and offers to undo it. This machine and hosts of the ssh config stay, and the reason is said. */
export function askToRemove(hosts: readonly Host[]): void {
  const removable = hosts.filter((host) => host.source === "added");
  if (removable.length === 0) {
    notify(whyItStays(hosts));
    return;
  }
  const run = () => remove(removable, hosts.length - removable.length);
  const { sessions } = useHosts.getState();
  if (removable.some((host) => isOpen(sessions.get(host.id))))
    openHostDialog({ kind: "remove", hostIds: idsOf(removable), run });
  else void run();
}

function whyItStays(hosts: readonly Host[]): string {
  const [first] = hosts;
  if (hosts.length > 1 || first === undefined)
    return "These come from the ssh config. Remove them there.";
  if (first.source === "local") return `${first.name} stays in the list.`;
  return `${first.name} comes from ${first.origin}. Remove it there.`;
}

async function remove(hosts: readonly Host[], staying: number): Promise<void> {
  const were = hosts.length === 1 ? "was" : "were";
  const others =
    staying === 0
      ? ""
      : ` ${formatPlural(staying, "other")} of the ssh config ${staying === 1 ? "stays" : "stay"}.`;
  const done = `${nameOf(hosts)} ${were} removed.${others}`;
  const leave = leaving(idsOf(hosts));
  const change = await changeHosts(done, ipc.removeHosts({ hostIds: idsOf(hosts) }));
  if (change !== null) leave();
}

/** Writes hosts into a file that a person chooses: all of the list for null. */
export async function exportHosts(hostIds: string[] | null): Promise<void> {
  const reply = await ipc.exportHosts({ hostIds });
  if (!reply.ok) notify(reply.failure.message);
  else if (reply.value !== null) notify(`The hosts were written to ${reply.value}.`);
}

/** Lets a person choose a file, and shows what it holds before anything of it is taken. */
export async function chooseImport(): Promise<void> {
  const reply = await ipc.chooseImport();
  if (!reply.ok) notify(reply.failure.message);
  else if (reply.value !== null) openHostDialog({ kind: "import", preview: reply.value });
}
