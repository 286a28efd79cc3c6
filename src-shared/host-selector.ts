import type { Host } from "./host";

/**
 * Says for which hosts something is meant, exactly: other than the filter of the host list, `web1` is
 * not also `web10`. One of these:
 *
 * - the name of a host, its id or its address: `web1`, `local`
 * - `tag:prod`: all that have this tag
 * - `group:web`: all of this group and of those within it
 *
 * Several of `tag:` and `group:` with blanks between them must all hold: `tag:prod group:web`.
 */
export type HostSelector = string;

export interface SelectedHosts {
  /** Each once, in the order of the selectors. */
  hosts: Host[];
  /** Selectors that no host meets, as sentences. */
  problems: string[];
}

/** The hosts that any of the selectors means. */
export function selectHosts(
  hosts: readonly Host[],
  selectors: readonly HostSelector[],
): SelectedHosts {
  const found = new Set<Host>();
  const problems: string[] = [];
  for (const selector of selectors) {
    const meant = meantBy(hosts, selector.trim());
    if (meant.length === 0) problems.push(problemOf(selector.trim()));
    for (const host of meant) found.add(host);
  }
  return { hosts: [...found], problems };
}

/** `web1, tag:prod` as selectors; empty parts are left out. */
export function parseSelectors(line: string): HostSelector[] {
  const parts = line.split(",").map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}

/** How a host is named in a file that another machine may read too. */
export function selectorOf({ id, name, source }: Host): HostSelector {
  return source === "local" || name.includes(",") ? id : name;
}

function meantBy(hosts: readonly Host[], selector: string): Host[] {
  const terms = termsOf(selector);
  if (terms !== null) return hosts.filter((host) => terms.every((term) => meets(host, term)));
  const one =
    hosts.find(({ id }) => id === selector) ??
    hosts.find(({ name }) => name === selector) ??
    hosts.find(({ address }) => address === selector);
  return one === undefined ? [] : [one];
}

interface Term {
  kind: "tag" | "group";
  text: string;
}

/** Null for the name of a host. */
function termsOf(selector: string): Term[] | null {
  if (!/^(tag|group):/i.test(selector)) return null;
  return selector.split(/\s+(?=(?:tag|group):)/i).map((part) => {
    const colon = part.indexOf(":");
    const kind = part.slice(0, colon).toLowerCase() === "tag" ? "tag" : "group";
    return {
      kind,
      text: part
        .slice(colon + 1)
        .trim()
        .toLowerCase(),
    };
  });
}

function meets(host: Host, { kind, text }: Term): boolean {
  if (text === "") return false;
  if (kind === "tag") return host.tags.some((tag) => tag.toLowerCase() === text);
  const group = host.group.toLowerCase();
  return group === text || group.startsWith(`${text.replace(/\/$/, "")}/`);
}

function problemOf(selector: string): string {
  return termsOf(selector) === null
    ? `There is no host ${selector}.`
    : `No host has ${selector.split(/\s+(?=(?:tag|group):)/i).join(" and ")}.`;
}
