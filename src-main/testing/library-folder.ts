import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { LibraryList } from "../../src-shared/library";
import { LibraryService } from "../library/library-service";

/** A folder of each test's own, with the files of the libraries. */
export interface LibraryFolder {
  /** The folder around those of the user's files and of the state. */
  path: string;
  /** What the services told, oldest first. */
  lists: LibraryList[];
  /** Where a template is, written or not. */
  file(path: string): string;
  /** Writes a template, whose folder is made. @returns where it is */
  write(path: string, content: string | Uint8Array): string;
  read(path: string): string;
  /** Another service over the same files; closed after the test. */
  service(): LibraryService;
}

export function libraryFolder(): LibraryFolder {
  const open: LibraryService[] = [];
  const folder: LibraryFolder = {
    path: "",
    lists: [],
    file: (path) => join(folder.path, "data", "templates", path),
    write(path, content) {
      const file = folder.file(path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    read: (path) => readFileSync(folder.file(path), "utf8"),
    service() {
      const { path, lists } = folder;
      const folders = { data: join(path, "data"), state: join(path, "state") };
      const service = new LibraryService(folders, (list) => {
        lists.push(list);
      });
      open.push(service);
      return service;
    },
  };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), "rmote-library-"));
    folder.lists = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((service) => service.close()));
    rmSync(folder.path, { recursive: true });
  });
  return folder;
}
