import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { HostList } from "../../src-shared/host";
import { HostService } from "../hosts/host-service";

/** A folder of each test's own, with an ssh configuration and the app's files. */
export interface HostFolder {
  path: string;
  /** What the services told, oldest first. */
  lists: HostList[];
  /** Writes a file, whose folder is made. @returns its path */
  write(name: string, ...lines: string[]): string;
  read(name: string): string;
  /**
   * Another service over the same files; closed after the test.
   * @param system name of a file that is the system's configuration; without one ssh is told of the user's by `-F`
   */
  service(system?: string): HostService;
}

/** Makes the folder before each test, with `config` as the ssh configuration. */
export function hostFolder(...config: string[]): HostFolder {
  const open: HostService[] = [];
  const folder: HostFolder = {
    path: "",
    lists: [],
    write(name, ...lines) {
      const path = join(folder.path, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${lines.join("\n")}\n`);
      return path;
    },
    read: (name) => readFileSync(join(folder.path, name), "utf8"),
    service(system) {
      const { path, lists } = folder;
      const folders = { data: join(path, "data"), state: join(path, "state") };
      const file = join(path, "config");
      const service = new HostService(
        folders,
        async () =>
          system === undefined
            ? { file, option: file, system: null }
            : { file, option: null, system: join(path, system) },
        (list) => {
          lists.push(list);
        },
      );
      open.push(service);
      return service;
    },
  };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), "rmote-hosts-"));
    folder.lists = [];
    folder.write("config", ...config);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((service) => service.close()));
    rmSync(folder.path, { recursive: true });
  });
  return folder;
}
