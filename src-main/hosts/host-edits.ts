import { formatAddress, parseAddress } from "../../src-shared/address";
import { FailureError, failure } from "../../src-shared/failure";
import type { Host, HostEdit, HostSettings, HostsEdit } from "../../src-shared/host";
import type { RequestInput } from "../../src-shared/ipc";
import { type Draft, draftOf, type HostEntry, type Overlay, setHost, withHost } from "./overlay";

/** What a person says of a host that they add: `[user@]host[:port]`, its name and details. */
export type NewHost = RequestInput<"addHost">;

/**
 * Adds a host. Without a name and details, one that the list has under this address is taken.
 * @throws FailureError `bad_request`: no address, name taken
 */
export function addHost(
  overlay: Overlay,
  hosts: readonly Host[],
  { address, name, details }: NewHost,
): { overlay: Overlay; id: string } {
  const parsed = parseAddress(address);
  if (typeof parsed === "string") throw refused(parsed);
  const { host, user, port } = parsed;
  const written = formatAddress(parsed);
  if (name === undefined && details === undefined) {
    const known = hosts.find((each) => each.source !== "local" && addressOf(each) === written);
    if (known !== undefined) return { overlay, id: known.id };
  }
  const entry: HostEntry = {
    ...details,
    name: checkedName(name ?? written, hosts),
    address: host,
    settings: {
      ...details?.settings,
      ...(user !== null && { user }),
      ...(port !== null && { port }),
    },
  };
  const draft = draftOf(overlay);
  return { id: setAdded(draft, entry), overlay: draft };
}

/** @throws FailureError `bad_request`: name and address of a host that was not added, name taken */
export function editHost(
  overlay: Overlay,
  hosts: readonly Host[],
  host: Host,
  edit: HostEdit,
): Overlay {
  refuseControlCharacters(edit);
  const { name, address } = edit;
  const own: Pick<HostEdit, "name" | "address"> = {};
  if (name !== undefined && name !== host.name) {
    if (host.source !== "added") throw notYours(host, "renamed");
    const others = hosts.filter(({ id }) => id !== host.id);
    own.name = checkedName(name, others);
  }
  if (address !== undefined && address !== host.address) {
    if (host.source !== "added") throw notYours(host, "given another address");
    own.address = checkedAddress(address);
  }
  const { name: _name, address: _address, ...details } = edit;
  return withHost(overlay, host.id, { ...overlay.hosts.get(host.id), ...details, ...own });
}

export function editHosts(overlay: Overlay, hosts: readonly Host[], edit: HostsEdit): Overlay {
  const { addTags = [], removeTags = [], ...details } = edit;
  refuseControlCharacters(edit);
  const draft = draftOf(overlay);
  for (const { id, tags } of hosts) {
    const kept = tags.filter((tag) => !removeTags.includes(tag));
    const entry = { ...overlay.hosts.get(id), ...details, tags: [...kept, ...addTags] };
    setHost(draft, id, entry);
  }
  return draft;
}

/** A host of one's own with what the other one has, under a name that is free. */
export function duplicateHost(
  overlay: Overlay,
  hosts: readonly Host[],
  host: Host,
): { overlay: Overlay; id: string } {
  const settings: HostSettings =
    host.source === "local" ? { transport: "local", ...host.settings } : host.settings;
  const { address, group, tags, colour, notes } = host;
  const name = freeName(`${host.name} copy`, (taken) => hosts.some((each) => each.name === taken));
  const draft = draftOf(overlay);
  const entry = { name, address, group, tags, colour, notes, settings };
  return { id: setAdded(draft, entry), overlay: draft };
}

/** @throws FailureError `bad_request` for hosts that were not added: nothing is removed then */
export function removeHosts(overlay: Overlay, hosts: readonly Host[]): Overlay {
  const draft = draftOf(overlay);
  for (const host of hosts) {
    if (host.source !== "added") throw notYours(host, "removed");
    setHost(draft, host.id, null);
  }
  return draft;
}

/** Adds an entry. Its key is made of the name once, and stays when the name is changed. @returns the id */
export function setAdded(draft: Draft, entry: HostEntry): string {
  refuseControlCharacters(entry);
  const id = freeName(`added:${entry.name}`, (taken) => draft.hosts.has(taken));
  setHost(draft, id, entry);
  return id;
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!isTaken(name)) return name;
  }
}

/** How a person would write the way to a host that has no settings but user and port. */
function addressOf({ address, settings: { user, port } }: Host): string {
  return formatAddress({ user: user ?? null, host: address, port: port ?? null });
}

/** @throws FailureError `bad_request` */
export function checkedName(name: string, hosts: readonly Host[]): string {
  const trimmed = name.trim();
  if (trimmed === "") throw refused("A host needs a name.");
  const known = hosts.find((host) => host.name === trimmed || host.id === trimmed);
  if (known === undefined) return trimmed;
  const advice = known.source === "config" ? `It stands in ${known.origin}.` : "";
  throw refused(
    `There is a host called ${trimmed} already.`,
    `${advice} Take another name.`.trim(),
  );
}

/** @throws FailureError `bad_request` where one of the hosts has a name that another one has by now */
export function checkNames(overlay: Overlay, hosts: readonly Host[], hostIds: readonly string[]) {
  const others = hosts.filter(({ source }) => source !== "added");
  for (const id of hostIds) {
    const name = overlay.hosts.get(id)?.name;
    const isTaken =
      others.some((other) => other.name === name) ||
      [...overlay.hosts].some(([key, other]) => key !== id && other.name === name);
    if (name !== undefined && isTaken)
      throw refused(`There is another host called ${name} by now.`);
  }
}

function checkedAddress(address: string): string {
  const parsed = parseAddress(address);
  if (typeof parsed === "string") throw refused(parsed);
  if (parsed.user === null && parsed.port === null) return parsed.host;
  throw refused("An address has no user and no port here.", "They have fields of their own.");
}

function notYours(host: Host, done: string): FailureError {
  if (host.source === "local") return refused(`This machine cannot be ${done}.`);
  return refused(
    `${host.name} cannot be ${done} here: it stands in your ssh configuration.`,
    `Change it in ${host.origin}. Rmote Desktop never writes to that file.`,
  );
}

/** Names, tags, paths and options are one line. Notes and the environment may have more of them. */
function refuseControlCharacters(edit: HostEdit | HostsEdit): void {
  const { settings, ...rest } = edit as HostEdit & HostsEdit;
  const { notes: _notes, ...lines } = rest;
  const { environment: _environment, ...ways } = settings ?? {};
  for (const [key, value] of Object.entries({ ...lines, ...ways })) {
    if (/\p{Cc}/u.test(Object.values([value].flat()).flatMap(texts).join(""))) {
      throw refused(`The ${key} of a host has no line breaks and control characters.`);
    }
  }
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

export function refused(message: string, advice = ""): FailureError {
  return new FailureError(failure("bad_request", message, { advice }));
}
