import { formatAddress } from "../../src-shared/address";
import type { Host } from "../../src-shared/host";

export interface HostSection {
  source: Host["source"];
  /** Empty for the section of this machine, which needs no heading. */
  heading: string;
  hosts: Host[];
}

export type HostRow =
  | { kind: "heading"; section: HostSection }
  | { kind: "host"; host: Host; position: number };

/** `deploy@web1.example.org:2222`, as far as it is known; empty for this machine. */
export function addressOf(host: Host): string {
  if (host.source === "local") return "";
  const { user = null, port = null } = host.settings;
  return formatAddress({ user, host: host.address, port });
}

/** Whether each word of the filter is in the host's name, address or user. Case does not count. */
export function matchesHost(host: Host, words: readonly string[]): boolean {
  const text = `${host.name}\n${addressOf(host)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export function filterWords(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

const headings: Record<Host["source"], string> = {
  local: "",
  config: "From ssh config",
  added: "Added",
};

/** This machine, then the hosts of the ssh config in the order of the file, then those added. Empty sections are left out. */
export function hostSections(hosts: readonly Host[], filter: string): HostSection[] {
  const words = filterWords(filter);
  return (["local", "config", "added"] as const)
    .map((source) => ({
      source,
      heading: headings[source],
      hosts: hosts.filter((host) => host.source === source && matchesHost(host, words)),
    }))
    .filter((section) => section.hosts.length > 0);
}

/** The sections as the rows of a list. `position` counts the hosts from 0. */
export function hostRows(sections: readonly HostSection[]): HostRow[] {
  let position = 0;
  return sections.flatMap((section): HostRow[] => [
    ...(section.heading === "" ? [] : [{ kind: "heading" as const, section }]),
    ...section.hosts.map((host) => ({ kind: "host" as const, host, position: position++ })),
  ]);
}
