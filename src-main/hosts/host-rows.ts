import { hostname } from "node:os";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { Host, HostDetails, HostGroup } from "../../src-shared/host";
import type { ConfigHost } from "../ssh-config/config-hosts";
import type { GroupEntry, HostEntry, Overlay } from "./overlay";

/** The hosts in the order in which the sources have them; what ssh makes of them and their last use are left open. */
export function hostsOf(
  overlay: Overlay,
  config: readonly ConfigHost[],
  overlayPath: string,
): Host[] {
  const entry = (id: string) => overlay.hosts.get(id) ?? {};
  const local: Host = {
    id: LOCAL_HOST_ID,
    name: "This machine",
    source: "local",
    origin: "",
    address: hostname(),
    ...whole(entry(LOCAL_HOST_ID)),
  };
  const fromConfig = config.map(({ alias, file, line }): Host => {
    const id = configId(alias);
    const origin = `${file}:${line}`;
    return { id, name: alias, source: "config", origin, address: alias, ...whole(entry(id)) };
  });
  const added: Host[] = [];
  for (const [id, entry] of overlay.hosts) {
    const { name, address } = entry;
    if (name === undefined || address === undefined) continue;
    added.push({ id, name, source: "added", origin: overlayPath, address, ...whole(entry) });
  }
  return [local, ...fromConfig, ...added.sort(byName)];
}

export function configId(alias: string): string {
  return `config:${alias}`;
}

export function groupsOf(overlay: Overlay): HostGroup[] {
  return [...overlay.groups]
    .map(([path, entry]) => groupOf(path, entry))
    .sort((a, b) => compareNames(a.path, b.path));
}

function groupOf(path: string, { settings = {}, notes = "", colour = null }: GroupEntry) {
  return { path, settings, notes, colour };
}

type Kept = HostDetails & Pick<Host, "resolved" | "lastUsed">;

function whole(entry: HostEntry): Kept {
  const { group = "", tags = [], colour = null, notes = "", favourite = false } = entry;
  const { settings = {} } = entry;
  return { group, tags, colour, notes, favourite, settings, resolved: null, lastUsed: null };
}

function byName(a: Host, b: Host): number {
  return compareNames(a.name, b.name);
}

const collator = new Intl.Collator("en", { numeric: true });

/** web2 before web10. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}
