import { toJson } from "./json-value";
import { callNameOf, type SavedCall, toolFolderOf } from "./saved-call";
import type { Snippet } from "./snippet";
import type { Tool } from "./tool";
import type { Value } from "./value";

/** What the gallery shows: a snippet, a file of the user's own tools, or a saved call. */
export interface GalleryEntry {
  id: string;
  title: string;
  summary: string;
  /** What it is for, at length. */
  doc: string;
  tags: readonly string[];
  source: string;
  tools: readonly Tool[];
  /** Null for a file of the user's. */
  snippet: Snippet | null;
  /** Its path in the library of tools; null for a snippet and for a saved call. */
  path: string | null;
  /** Null for what is no saved call. */
  call: GalleryCall | null;
}

export interface GalleryCall {
  /** Of its file. */
  path: string;
  saved: SavedCall;
}

export interface Found {
  entry: GalleryEntry;
  /** The first line of its source that has words of the search, where nothing else of it has them all. */
  match: { line: number; text: string } | null;
}

export const snippetId = (name: string): string => `snippet:${name}`;

/** @param sources text of the files, by path */
export function galleryEntries(
  snippets: readonly Snippet[],
  own: readonly { path: string; tools: readonly Tool[] }[],
  sources: ReadonlyMap<string, string>,
  calls: readonly (GalleryCall & { text: string })[] = [],
): GalleryEntry[] {
  return [
    ...snippets
      .map((snippet): GalleryEntry => {
        const { name, title, summary, doc, tags, source, tools } = snippet;
        return {
          id: snippetId(name),
          title,
          summary,
          doc,
          tags,
          source,
          tools,
          snippet,
          path: null,
          call: null,
        };
      })
      .sort((a, b) => a.title.localeCompare(b.title)),
    ...own.map(({ path, tools }): GalleryEntry => {
      const summary = tools.map((tool) => tool.summary).find((text) => text !== "") ?? "";
      const source = sources.get(path) ?? "";
      const about = { id: `own:${path}`, title: path, summary, doc: summary, tags: [], source };
      return { ...about, tools, snippet: null, path, call: null };
    }),
    ...calls.map(callEntry),
  ];
}

function callEntry({ path, saved, text }: GalleryCall & { text: string }): GalleryEntry {
  const folder = toolFolderOf(path);
  const name = callNameOf(path);
  const called = `${saved.tool}.${saved.method} on ${saved.hosts.join(", ")}`;
  return {
    id: `call:${path}`,
    title: folder === "" ? name : `${folder}/${name}`,
    summary: saved.description === "" ? called : saved.description,
    doc: saved.description,
    tags: [],
    source: text,
    tools: [],
    snippet: null,
    path: null,
    call: { path, saved },
  };
}

/** What a saved call is found by: what it calls, and then what it sends. */
function callTexts(call: GalleryCall | null): { names: string[]; sent: string[] } {
  if (call === null) return { names: [], sent: [] };
  const { tool, method, hosts, args, kwargs } = call.saved;
  const named = [...kwargs].map(([name, value]) => `${name} ${searchText(value)}`);
  return { names: [`${tool}.${method}`, ...hosts], sent: [...args.map(searchText), ...named] };
}

/** A text as it is, so that what is copied out of it is found; anything else as JSON. */
const searchText = (value: Value) => (typeof value === "string" ? value : toJson(value));

/** What has all the words: in its title first, then in its tags and names, in its docs, in its source. */
export function searchGallery(entries: readonly GalleryEntry[], search: string): Found[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = entries.flatMap((entry): { rank: number; found: Found }[] => {
    const rank = rankOf(entry, words);
    if (rank !== null) return [{ rank, found: { entry, match: null } }];
    const match = words.length === 0 ? null : matchIn(entry.source, words);
    return match === null ? [] : [{ rank: 3, found: { entry, match } }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ found }) => found);
}

function rankOf({ title, tags, summary, doc, tools, call }: GalleryEntry, words: string[]) {
  const { names: called, sent } = callTexts(call);
  const names = tools.flatMap((tool) => tool.methods.map((each) => `${tool.name}.${each.name}`));
  const docs = tools.flatMap((tool) => [tool.doc, ...tool.methods.map((each) => each.doc)]);
  const texts = [[title], [...tags, ...names, ...called], [summary, doc, ...docs, ...sent]];
  let all = "";
  for (const [rank, more] of texts.entries()) {
    all += `\n${more.join("\n").toLowerCase()}`;
    if (words.every((word) => all.includes(word))) return rank;
  }
  return null;
}

/** The first line that has most of the words, where the source has them all. */
function matchIn(source: string, words: readonly string[]): Found["match"] {
  const all = source.toLowerCase();
  if (!words.every((word) => all.includes(word))) return null;
  let best = { line: 0, text: "", count: 0 };
  for (const [at, text] of source.split("\n").entries()) {
    const lower = text.toLowerCase();
    const count = words.filter((word) => lower.includes(word)).length;
    if (count > best.count) best = { line: at + 1, text: text.trim(), count };
  }
  return { line: best.line, text: best.text };
}
