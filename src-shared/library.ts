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

/**
 * Path below the library's folder, with `/` between its parts: `web/nginx.conf.mako`. No part is
 * empty, begins with a dot, ends in a dot or a blank, or has a character that one of the usual
 * systems does not take in a name.
 */
export const libraryPathSchema = z
  .string()
  .min(1)
  .max(512)
  .refine((path) => path.split("/").every(isPart), "is not a path of the library");

function isPart(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return /^[^.\s/\\:*?"<>|\x00-\x1f\x7f](?:[^/\\:*?"<>|\x00-\x1f\x7f]*[^.\s/\\:*?"<>|\x00-\x1f\x7f])?$/.test(
    part,
  );
}

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
  mark: string;
  /** What was typed and not saved before the app ended; null where all was saved. */
  draft: LibraryDraft | null;
}

export interface LibraryDraft {
  text: string;
  /** The mark of the file that it began from; null for a file that was never saved. */
  mark: string | null;
}

/** Something that was done to the files, and can be undone while nothing else has changed there. */
export interface LibraryChange {
  list: LibraryList;
  undoId: string;
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
