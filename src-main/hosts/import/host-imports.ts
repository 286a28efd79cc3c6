import { randomUUID } from "node:crypto";
import { FailureError, failure } from "../../../src-shared/failure";
import type { Host, ImportPreview } from "../../../src-shared/host";
import { compareNames } from "../host-rows";
import { CONNECTION_SETTINGS, type ImportData } from "./import-data";
import { readImport } from "./read-import";

/** Files that were looked at and may still be taken. */
const MAX_KEPT = 4;

/** The files to import that a person looks at: read once, so that what is taken is what was shown. */
export class HostImports {
  readonly #kept = new Map<string, ImportData>();

  /**
   * @param hosts those that the list has
   * @throws FailureError `file_error`, `bad_request`: it holds no hosts
   */
  async preview(file: string, hosts: readonly Host[]): Promise<ImportPreview> {
    const data = await readImport(file);
    const importId = randomUUID();
    this.#kept.set(importId, data);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    const byName = new Map(hosts.map((host) => [host.name, host]));
    return {
      importId,
      file,
      format: data.format,
      hosts: data.hosts.map(({ name, address, entry }) => ({
        name,
        address: address ?? name,
        group: entry.group ?? "",
        isKnown: byName.has(name),
      })),
      groups: [...new Set(groupsOf(data))].sort(compareNames),
      problems: [...data.problems, ...notices(data, byName)],
    };
  }

  /** @throws FailureError `not_found` for one that is too long ago */
  get(importId: string): ImportData {
    const data = this.#kept.get(importId);
    if (data !== undefined) return data;
    throw new FailureError(
      failure("not_found", "This file was read too long ago.", { advice: "Choose it again." }),
    );
  }
}

function groupsOf({ hosts, groups }: ImportData): string[] {
  const paths = [...groups.keys(), ...hosts.map(({ entry }) => entry.group ?? "")];
  return paths.filter((path) => path !== "");
}

/** What will come out otherwise than the file says, because of what is here. */
function notices({ hosts }: ImportData, byName: ReadonlyMap<string, Host>): string[] {
  return hosts.flatMap(({ name, address, entry }) => {
    const known = byName.get(name);
    if (known === undefined) {
      return address === null
        ? [`${name} is in no ssh configuration here. What is said of it waits until it is.`]
        : [];
    }
    if (known.source !== "config") return [];
    const settings = entry.settings ?? {};
    const isDifferent =
      (address !== null && address !== known.address) ||
      CONNECTION_SETTINGS.some((key) => settings[key] !== undefined);
    return isDifferent ? [`How to get to ${name} stays as ${known.origin} says.`] : [];
  });
}
