import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import type {
  LibraryChange,
  LibraryImport,
  LibraryList,
  LibraryName,
  LibraryPacking,
} from "../../src-shared/library";
import { samePathKey } from "../../src-shared/library";
import { printableLine } from "../../src-shared/printable";
import type { Folders } from "../settings/folders";
import { exportFolder, exportZip } from "./export";
import { notFound, refused } from "./failures";
import { foldersAround, type ImportFiles } from "./import-files";
import { Library } from "./library";
import { regularFile } from "./place";
import { readFolder } from "./read-folder";
import { readZip } from "./read-zip";

/** Imports that were looked at and may still be taken. */
const MAX_KEPT = 4;

interface KeptImport {
  library: LibraryName;
  files: readonly { path: string; text: string }[];
}

/** The folders of the user's files, and how files come into them and out of them. */
export class LibraryService {
  readonly #libraries: Record<LibraryName, Library>;
  readonly #imports = new Map<string, KeptImport>();

  /** @param onChange told whenever a library is another one, whoever changed it */
  constructor(folders: Pick<Folders, "data" | "state">, onChange: (list: LibraryList) => void) {
    this.#libraries = {
      templates: new Library("templates", folders, onChange),
      tools: new Library("tools", folders, onChange),
    };
  }

  of(name: LibraryName): Library {
    return this.#libraries[name];
  }

  /** @throws FailureError `not_found`, `file_changed` where the same files have changed since, `file_error` */
  async undo(undoId: string): Promise<LibraryList> {
    for (const library of Object.values(this.#libraries)) {
      const list = await library.undo(undoId);
      if (list !== null) return list;
    }
    throw notFound("such change that can still be undone");
  }

  /**
   * Writes files of a library as a zip, or into a folder.
   * @param paths files and folders; null for all
   * @throws FailureError `not_found`, `bad_request` where something is in the way, `file_error`
   */
  async export(
    name: LibraryName,
    paths: readonly string[] | null,
    target: string,
    packing: LibraryPacking,
  ): Promise<void> {
    const { folder, files } = await this.of(name).list();
    const isMeant = (path: string) =>
      paths === null || paths.some((each) => path === each || path.startsWith(`${each}/`));
    const meant = files.filter(({ path }) => isMeant(path));
    if (meant.length === 0) throw refused("There are no files to export.");
    const found = await Promise.all(
      meant.map(async ({ path }) => ({ path, file: (await regularFile(folder, path)).file })),
    );
    await (packing === "zip" ? exportZip(target, found) : exportFolder(target, found));
  }

  /** What a zip or folder holds; nothing is taken yet. @throws FailureError `file_error`, `bad_request` */
  async preview(
    name: LibraryName,
    source: string,
    packing: LibraryPacking,
  ): Promise<LibraryImport> {
    const found = packing === "zip" ? await readZip(source) : await readFolder(source);
    const library = this.of(name);
    const list = await library.list();
    const files: LibraryImport["files"] = [];
    for (const file of found.files) {
      if (!fits(file.path, list, found)) continue;
      files.push({ ...file, present: await this.#presence(library, list, file) });
    }
    const importId = randomUUID();
    this.#imports.set(importId, { library: name, files });
    for (const oldest of this.#imports.keys()) {
      if (this.#imports.size <= MAX_KEPT) break;
      this.#imports.delete(oldest);
    }
    return { importId, source: printableLine(basename(source)), files, problems: found.problems };
  }

  /**
   * Takes files of what was looked at.
   * @throws FailureError `not_found` where that was too long ago, `file_changed`, `bad_request`, `file_error`
   */
  async import(
    importId: string,
    paths: readonly string[],
    onConflict: "keep" | "replace",
  ): Promise<LibraryChange> {
    const kept = this.#imports.get(importId);
    if (kept === undefined) throw notFound("such import any more: choose the file again");
    const library = this.of(kept.library);
    const present = new Set((await library.list()).files.map(({ path }) => path));
    const wanted = new Set(paths);
    const files = kept.files.filter(
      ({ path }) => wanted.has(path) && !(onConflict === "keep" && present.has(path)),
    );
    return await library.write(files);
  }

  /** Tells of changes by other programs from now on. @throws FailureError `file_error` */
  async watch(): Promise<void> {
    await Promise.all(Object.values(this.#libraries).map((library) => library.watch()));
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#libraries).map((library) => library.close()));
  }

  async #presence(
    library: Library,
    { files }: LibraryList,
    { path, text }: { path: string; text: string },
  ): Promise<"no" | "same" | "other"> {
    const known = files.find((each) => each.path === path);
    if (known === undefined) return "no";
    if (known.size !== Buffer.byteLength(text)) return "other";
    return (await library.read(path)).text === text ? "same" : "other";
  }
}

/** Whether a path can stand beside what the library has; a problem where not. */
function fits(path: string, { files, folders }: LibraryList, found: ImportFiles): boolean {
  const key = samePathKey(path);
  const around = foldersAround(path);
  const other =
    files.find((file) => samePathKey(file.path) === key && file.path !== path)?.path ??
    folders.find((folder) => samePathKey(folder) === key) ??
    files.find((file) => around.some((each) => samePathKey(each) === samePathKey(file.path)))
      ?.path ??
    folders.find((folder) =>
      around.some((each) => samePathKey(each) === samePathKey(folder) && each !== folder),
    );
  if (other === undefined) return true;
  found.leaveOut(path, `${other} is in the way here`);
  return false;
}
