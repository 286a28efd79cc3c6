import { formatAddress, parseAddress } from "../../src-shared/address";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type {
  AddedHost,
  EffectiveOptions,
  Host,
  HostChange,
  HostEdit,
  HostGroup,
  HostList,
  HostsEdit,
  ImportPreview,
} from "../../src-shared/host";
import type { Target } from "../session/target";
import type { Folders } from "../settings/folders";
import type { SshConfig } from "./config-source";
import { checkPath, type GroupChange, removeGroup, renameGroup, saveGroup } from "./group-edits";
import { HostBackground } from "./host-background";
import { HostBook } from "./host-book";
import {
  addHost,
  checkNames,
  duplicateHost,
  editHost,
  editHosts,
  type NewHost,
  refused,
  removeHosts,
} from "./host-edits";
import { exportText, writeExport } from "./host-export";
import { HostHistory } from "./host-history";
import { hostOptions } from "./host-options";
import { targetOf } from "./host-target";
import { applyImport } from "./import/apply-import";
import { HostImports } from "./import/host-imports";
import type { Overlay } from "./overlay";
import { resolveHosts } from "./resolve-pass";

export type { SshConfig };

/** The host list: this machine, the hosts of the user's ssh configuration, those that were added, and what is kept of each. */
export class HostService {
  readonly #book: HostBook;
  readonly #background: HostBackground;
  readonly #imports = new HostImports();
  readonly #history = new HostHistory();

  /**
   * @param sshConfig the configuration in force; after it has changed, call `refresh`
   * @param onChange told each list that is different from the one before
   */
  constructor(
    folders: Pick<Folders, "data" | "state">,
    sshConfig: () => Promise<SshConfig>,
    onChange: (list: HostList) => void = () => {},
  ) {
    this.#book = new HostBook(folders, sshConfig);
    this.#background = new HostBackground(this.#book, onChange);
  }

  /** The list as the files have it now, at once. @throws FailureError `file_error` */
  async list(): Promise<HostList> {
    return (await this.#book.read()).list;
  }

  /** The list with what ssh makes of each host: asks it, also what it runs for that. @throws FailureError `file_error` */
  async resolvedList(): Promise<HostList> {
    const { config, list } = await this.#book.read();
    await this.#book.config.check(config);
    const problems: string[] = [];
    if (config.hasSsh) {
      const { signal } = new AbortController();
      await resolveHosts(list.hosts, list.groups, config, this.#book.resolver, signal).catch(
        (error: unknown) => problems.push(toFailure(error).message),
      );
    }
    const resolved = await this.list();
    return { ...resolved, problems: [...resolved.problems, ...problems] };
  }

  /** Follows the files from now on, and asks ssh about the hosts. */
  watch(): void {
    this.#background.start();
  }

  close(): Promise<void> {
    return this.#background.close();
  }

  /** Reads everything again, because another configuration is in force. @throws FailureError `file_error` */
  refresh(): Promise<void> {
    return this.#background.refresh();
  }

  /** @throws FailureError `not_found` */
  async get(hostId: string): Promise<Host> {
    const { hosts } = await this.list();
    return known(hosts, hostId);
  }

  /**
   * The host that a person means: `local`, an id, a name in the list, or an address.
   * @throws FailureError `bad_request` for what is none of them
   */
  async find(text: string): Promise<Host> {
    const { hosts } = await this.list();
    const found = hosts.find(({ id }) => id === text) ?? hosts.find(({ name }) => name === text);
    if (found !== undefined) return found;
    const parsed = parseAddress(text);
    if (typeof parsed === "string") throw refused(parsed);
    const { host: address, user, port } = parsed;
    const name = formatAddress(parsed);
    return {
      id: `added:${name}`,
      name,
      source: "added",
      origin: "",
      address,
      group: "",
      tags: [],
      colour: null,
      notes: "",
      favourite: false,
      settings: { ...(user !== null && { user }), ...(port !== null && { port }) },
      resolved: null,
      lastUsed: null,
    };
  }

  /**
   * What it takes to reach a host: inherited settings and names of hops are resolved.
   * @throws FailureError `bad_request` for a hop that cannot be gone through
   */
  async target(host: Host): Promise<Target> {
    const { list, config } = await this.#book.read();
    return targetOf(host, list, config);
  }

  /** The options that ssh takes into account for a host, with where each comes from. @throws FailureError `not_found` */
  async options(hostId: string): Promise<EffectiveOptions> {
    const { list } = await this.#book.read();
    const host = known(list.hosts, hostId);
    const { address, settings, configFile } = await this.target(host);
    return await hostOptions(host, list.groups, { address, settings, configFile });
  }

  /** Remembers that a session with the host was asked for. @throws FailureError `file_error` */
  async used(hostId: string): Promise<void> {
    await this.#book.lastUsed.set(hostId, Date.now());
    await this.#background.tell();
    this.#background.opened(hostId);
  }

  /**
   * Adds a host by `[user@]host[:port]`.
   * @returns the host, also where it was there already
   * @throws FailureError `bad_request` with the sentence that says what is wrong, `file_error`
   */
  async add(host: NewHost): Promise<AddedHost> {
    let id = "";
    const change = await this.#change((overlay, { hosts }) => {
      const result = addHost(overlay, hosts, host);
      id = result.id;
      return { overlay: result.overlay, hostIds: [id] };
    });
    return { host: await this.get(id), change: change.addedIds.length === 0 ? null : change };
  }

  /** @throws FailureError `not_found`, `bad_request`, `file_error`, as all the changes below */
  edit(hostId: string, edit: HostEdit): Promise<HostChange> {
    return this.#change((overlay, { hosts }) => ({
      overlay: editHost(overlay, hosts, known(hosts, hostId), edit),
      hostIds: [hostId],
    }));
  }

  editMany(hostIds: readonly string[], edit: HostsEdit): Promise<HostChange> {
    return this.#change((overlay, { hosts }) => ({
      overlay: editHosts(overlay, allKnown(hosts, hostIds), edit),
      hostIds: [...hostIds],
    }));
  }

  /** @returns the change, whose host is the new one */
  duplicate(hostId: string): Promise<HostChange> {
    return this.#change((overlay, { hosts }) => {
      const result = duplicateHost(overlay, hosts, known(hosts, hostId));
      return { overlay: result.overlay, hostIds: [result.id] };
    });
  }

  /** Removes hosts that were added; none of them where one is not. */
  remove(hostIds: readonly string[]): Promise<HostChange> {
    return this.#change((overlay, { hosts }) => ({
      overlay: removeHosts(overlay, allKnown(hosts, hostIds)),
      hostIds: [...hostIds],
    }));
  }

  saveGroup(group: HostGroup): Promise<HostChange> {
    return this.#change((overlay) => ({ overlay: saveGroup(overlay, group), hostIds: [] }));
  }

  renameGroup(from: string, to: string): Promise<HostChange> {
    return this.#change((overlay) => renameGroup(overlay, from, to));
  }

  removeGroup(path: string): Promise<HostChange> {
    return this.#change((overlay) => removeGroup(overlay, path));
  }

  /**
   * Writes hosts to a file, in the form of our own one.
   * @param hostIds null for all there are
   * @throws FailureError `not_found`, `file_error`
   */
  async exportTo(file: string, hostIds: readonly string[] | null): Promise<void> {
    const { overlay, list } = await this.#book.read();
    const hosts = hostIds === null ? null : allKnown(list.hosts, hostIds);
    await writeExport(file, exportText(overlay, hosts));
  }

  /** What a file to import holds; nothing is taken yet. @throws FailureError `file_error`, `bad_request` */
  async previewImport(file: string): Promise<ImportPreview> {
    const { hosts } = await this.list();
    return await this.#imports.preview(file, hosts);
  }

  /**
   * Takes what a preview has shown.
   * @param group what all of it goes into; empty for none
   */
  async import(importId: string, group: string): Promise<HostChange> {
    const data = this.#imports.get(importId);
    checkPath(group);
    return await this.#change((overlay, { hosts }) => applyImport(overlay, hosts, data, group));
  }

  /**
   * @returns ids of the hosts that are gone now, because the change had made them
   * @throws FailureError `not_found` for a change that is not remembered, `bad_request` where it does not fit any more
   */
  async undo(changeId: string): Promise<string[]> {
    let removedIds: string[] = [];
    await this.#book.change(({ overlay, list }) => {
      const undone = this.#history.undo(changeId, overlay);
      if (undone === null) {
        throw new FailureError(
          failure("not_found", "This change cannot be undone any more: it is too long ago."),
        );
      }
      if ("overlay" in undone) {
        checkNames(undone.overlay, list.hosts, undone.hostIds);
        removedIds = undone.removedIds;
        return undone.overlay;
      }
      throw refused(
        `This change cannot be undone: ${undone.changed} has changed since.`,
        "Undo the later change first.",
      );
    });
    this.#history.forget(changeId);
    await this.#background.tell();
    return removedIds;
  }

  async #change(change: (overlay: Overlay, list: HostList) => GroupChange): Promise<HostChange> {
    let hostIds: string[] = [];
    const { before, after } = await this.#book.change(({ overlay, list }) => {
      const result = change(overlay, list);
      hostIds = result.hostIds;
      return result.overlay;
    });
    const remembered = this.#history.remember(before, after, hostIds);
    await this.#background.tell();
    return remembered;
  }
}

function known(hosts: readonly Host[], hostId: string): Host {
  const host = hosts.find(({ id }) => id === hostId);
  if (host !== undefined) return host;
  throw new FailureError(
    failure("not_found", "This host is not in the list any more.", {
      advice: "It was removed from the file that named it. Add it again to connect.",
    }),
  );
}

function allKnown(hosts: readonly Host[], hostIds: readonly string[]): Host[] {
  const byId = new Map(hosts.map((host) => [host.id, host]));
  return hostIds.map((id) => byId.get(id) ?? known([], id));
}
