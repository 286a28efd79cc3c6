import { z } from "zod";

/**
 * Libraries: folders of text files of the user's own, below the data folder,
 * made for git. The main process knows files; what a template or a tool is,
 * the page and `template-files.ts` know.
 */
export const libraryNames = ["templates", "tools"] as const;
export type LibraryName = (typeof libraryNames)[number];

/** Characters that a file of a library may have at the most: what an editor can take. */
export const MAX_FILE_CHARACTERS = 4 * 1024 * 1024;

/** How files leave a library and come into one. */
export const libraryPackings = ["zip", "folder"] as const;
export type LibraryPacking = (typeof libraryPackings)[number];

/**
 * Path below the library's folder, with `/` between its parts: `web/nginx.conf.mako`. No part is
 * empty, begins with a dot, ends in a dot or a blank, or has a character that one of the usual
 * systems does not take in a name, or that turns the direction of writing.
 */
export const libraryPathSchema = z
  .string()
  .min(1)
  .max(512)
  .refine((path) => path.split("/").every(isPart), "is not a path of the library");

function isPart(part: string): boolean {
  const isWritable = !/[\\/:*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(part);
  // Names that Windows keeps for devices, with any suffix.
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part);
  return isWritable && !isDevice && /^[^.\s](.*[^.\s])?$/u.test(part);
}

/** The same for paths that one of the usual systems cannot keep beside each other. */
export function samePathKey(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

export const libraryTextSchema = z.string().max(MAX_FILE_CHARACTERS);
export const libraryMarkSchema = z.string().max(128);

/** A file of a library. */
export interface LibraryFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Another text wherever the content may be another one. */
  mark: string;
}

export interface LibraryList {
  library: LibraryName;
  /** Where it is on this machine. */
  folder: string;
  files: LibraryFile[];
  /** Folders, empty ones included. */
  folders: string[];
  /** What could not be read, in sentences. */
  problems: string[];
}

/** What a file holds. */
export interface LibraryText {
  text: string;
  /** Null where there is no such file, only a draft of it. */
  mark: string | null;
  /** What was typed and not saved before the app ended; null where all was saved. */
  draft: LibraryDraft | null;
}

export const libraryDraftSchema = z.object({
  text: libraryTextSchema,
  /** The mark of the file that it began from; null for a file that was never saved. */
  mark: libraryMarkSchema.nullable(),
});
export type LibraryDraft = z.infer<typeof libraryDraftSchema>;

/** Something that was done to the files, and can be undone while nothing else has changed there. */
export interface LibraryChange {
  list: LibraryList;
  undoId: string;
  /** All that has another path now, where something has: more may have moved than was asked for. */
  moves?: LibraryMove[];
}

/** A file or folder that gets another path. */
export interface LibraryMove {
  from: string;
  to: string;
}

/** What a folder or zip holds that a person chose to import. Nothing of it was written or run yet. */
export interface LibraryImport {
  importId: string;
  /** What was chosen, for a person. */
  source: string;
  files: LibraryImportFile[];
  /** What is left out, and why, in sentences. */
  problems: string[];
}

export interface LibraryImportFile {
  path: string;
  text: string;
  /** Whether the library has this path already, with the same text or another. */
  present: "no" | "same" | "other";
}
