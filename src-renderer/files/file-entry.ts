import { z } from "zod";
import { isTyped, type Value } from "../../src-shared/value";

/** Something in a folder of a target. Its name may have halves of characters where it is no UTF-8. */
export interface FileEntry {
  name: string;
  type: EntryType;
  /** Bytes. */
  size: number;
  /** The lower twelve bits. */
  mode: number;
  /** Milliseconds since the epoch. */
  modified: number;
  /** Where a symbolic link leads, and what is there; null for what is none, and where that is nothing. */
  target: string | null;
  leadsTo: EntryType | null;
}

const types = ["file", "directory", "link", "other"] as const;
export type EntryType = (typeof types)[number];

const type = z.enum(types);
const listed = z
  .object({
    names: z.array(z.string().min(1).max(1024).refine(isName)),
    types: z.array(type),
    sizes: z.array(z.number().nonnegative()),
    modes: z.array(z.number().int().min(0).max(0o7777)),
    modified: z.array(z.number()),
    targets: z.array(z.string().nullable()),
    leads_to: z.array(type.nullable()),
  })
  .refine((all) => Object.values(all).every((each) => each.length === all.names.length));
const folder = z.object({ path: z.string().startsWith("/") });

/** A target that gives another name than one of a folder would lead elsewhere. */
function isName(name: string): boolean {
  return !/[/\0]/.test(name) && name !== "." && name !== "..";
}

/** The fields of a namedtuple. */
function fieldsOf(value: Value): unknown {
  const isTuple = typeof value === "object" && value !== null && isTyped(value);
  return isTuple && value.$ === "namedtuple" ? Object.fromEntries(value.fields) : null;
}

/** What `Transfer.browse` yielded; null for what is nothing of it. */
export function readEntries(value: Value): FileEntry[] | null {
  const result = listed.safeParse(fieldsOf(value));
  if (!result.success) return null;
  const { names, sizes, modes, modified, targets, leads_to: leads, types: kinds } = result.data;
  return names.map((name, at) => ({
    name,
    type: kinds[at] ?? "other",
    size: sizes[at] ?? 0,
    mode: modes[at] ?? 0,
    modified: modified[at] ?? 0,
    target: targets[at] ?? null,
    leadsTo: leads[at] ?? null,
  }));
}

/** The whole path of the folder, as `Transfer.browse` returned it; null for what is none. */
export function readFolder(value: Value): string | null {
  const result = folder.safeParse(fieldsOf(value));
  return result.success ? result.data.path : null;
}

/** Whether it can be opened as a folder. */
export function isFolder({ type: kind, leadsTo }: FileEntry): boolean {
  return kind === "directory" || leadsTo === "directory";
}

/** Whether its content can be fetched: a file, a folder, or a link to one. */
export function isCarried(entry: FileEntry): boolean {
  const kind = entry.type === "link" ? entry.leadsTo : entry.type;
  return kind === "file" || kind === "directory";
}

/** `rwxr-xr-x`, as `ls -l` writes it. */
export function modeText(mode: number): string {
  const special = [
    [0o4000, "s"],
    [0o2000, "s"],
    [0o1000, "t"],
  ] as const;
  return special
    .map(([bit, letter], at) => {
      const three = (mode >> (6 - 3 * at)) & 7;
      const runs = (three & 1) !== 0;
      const plain = runs ? "x" : "-";
      const marked = runs ? letter : letter.toUpperCase();
      const last = (mode & bit) !== 0 ? marked : plain;
      return `${three & 4 ? "r" : "-"}${three & 2 ? "w" : "-"}${last}`;
    })
    .join("");
}

export function joinPath(folderPath: string, name: string): string {
  return folderPath === "/" ? `/${name}` : `${folderPath}/${name}`;
}

/** The folder around a path; of the root itself. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
