import type { Host } from "../../src-shared/host";
import { addressOf } from "./host-rows";

/** One condition of a filter, lower-cased. All of them must hold. */
export type FilterTerm =
  | { kind: "text" | "tag" | "group"; text: string }
  | { kind: "is"; text: "open" | "favourite" };

/**
 * Reads what was typed: words, `tag:web`, `group:production/web`, `is:open`, `is:favourite`.
 * What stands in double quotes is one word, also behind a colon; a last quote may be missing.
 */
export function parseFilter(filter: string): FilterTerm[] {
  const terms: FilterTerm[] = [];
  const pattern = /(tag|group|is):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)/gi;
  for (const [, key, keyQuoted, keyPlain, quoted, plain] of filter.matchAll(pattern)) {
    const kind = key?.toLowerCase();
    const text = (keyQuoted ?? keyPlain ?? quoted ?? plain ?? "").toLowerCase();
    if (kind === "tag" || kind === "group") terms.push({ kind, text });
    else if (text === "") continue;
    else if (kind === "is" && (text === "open" || text === "favourite"))
      terms.push({ kind: "is", text });
    else terms.push({ kind: "text", text: kind === "is" ? `is:${text}` : text });
  }
  return terms;
}

/** The words of a filter, which are shown where they were found. */
export function filterWords(filter: string): string[] {
  return parseFilter(filter).flatMap((term) => (term.kind === "text" ? [term.text] : []));
}

interface IndexEntry {
  host: Host;
  text: string;
  tags: string[];
  /** With a slash at its end, so that `group:web/` means this group and no other. */
  group: string;
}

/** The texts that a filter looks at, lower-cased once for each list of hosts. */
export type FilterIndex = readonly IndexEntry[];

export function filterIndex(hosts: readonly Host[]): FilterIndex {
  return hosts.map((host) => ({
    host,
    text: [
      host.name,
      addressOf(host),
      host.address,
      host.settings.user ?? "",
      host.resolved?.hostname ?? "",
      host.resolved?.user ?? "",
      ...host.tags,
      host.group,
      host.notes,
    ]
      .join("\n")
      .toLowerCase(),
    tags: host.tags.map((tag) => tag.toLowerCase()),
    group: host.group === "" ? "" : `${host.group.toLowerCase()}/`,
  }));
}

/** The hosts that meet all terms, in their order. Tags and groups match from their beginning. */
export function filterHosts(
  index: FilterIndex,
  terms: readonly FilterTerm[],
  isOpen: (hostId: string) => boolean,
): Host[] {
  const found: Host[] = [];
  for (const entry of index) {
    if (terms.every((term) => meets(entry, term, isOpen))) found.push(entry.host);
  }
  return found;
}

function meets(entry: IndexEntry, term: FilterTerm, isOpen: (hostId: string) => boolean): boolean {
  switch (term.kind) {
    case "text":
      return entry.text.includes(term.text);
    case "tag":
      return entry.tags.some((tag) => tag.startsWith(term.text));
    case "group":
      return entry.group !== "" && entry.group.startsWith(term.text);
    case "is":
      return term.text === "favourite" ? entry.host.favourite : isOpen(entry.host.id);
  }
}

/** A text cut where words of the filter were found in it; every second part is such a place. */
export function markParts(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "gi"));
}
