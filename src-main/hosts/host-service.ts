import { join } from "node:path";
import { formatAddress, parseAddress } from "../../src-shared/address";
import { FailureError, failure } from "../../src-shared/failure";
import type {
  Host,
  HostChange,
  HostEdit,
  HostGroup,
  HostList,
  HostsEdit,
} from "../../src-shared/host";
import type { Target } from "../session/target";
import type { Folders } from "../settings/folders";
import { type GroupChange, removeGroup, renameGroup, saveGroup } from "./group-edits";
import {
  addHost,
  duplicateHost,
  editHost,
  editHosts,
  type NewHost,
  refused,
  removeHosts,
} from "./host-edits";
import { HostHistory } from "./host-history";
import { groupsOf, hostsOf } from "./host-rows";
import { targetOf } from "./host-target";
import { LastUsedFile } from "./last-used-file";
import type { Overlay } from "./overlay";
import { OverlayFile } from "./overlay-file";
import { readConfigFiles } from "./ssh-config-files";
import { concreteHosts } from "./ssh-config-hosts";

/** The ssh configuration in force, and what ssh is told of it by `-F`; null for its own default. */
export interface SshConfig {
  file: string;
  option: string | null;
}

/** The host list: this machine, the hosts of the user's ssh configuration, those that were added, and what is kept of each. */
export class HostService {
  readonly #file: OverlayFile;
  readonly #lastUsed: LastUsedFile;
  readonly #history = new HostHistory();
  /** Uses of the file wait for each other, or one would undo another. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    folders: Pick<Folders, "data" | "state">,
    private readonly sshConfig: () => Promise<SshConfig>,
    private readonly onChange: (list: HostList) => void = () => {},
  ) {
    this.#file = new OverlayFile(join(folders.data, "hosts.json"));
    this.#lastUsed = new LastUsedFile(folders.state);
  }

  /** The list as the files have it now. @throws FailureError `file_error` */
  async list(): Promise<HostList> {
    return this.#listOf(await this.#inTurn(() => this.#file.read()));
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
    const [{ hosts, groups }, { option }] = await Promise.all([this.list(), this.sshConfig()]);
    return targetOf(host, hosts, groups, option);
  }

  /** Remembers that a session with the host was asked for. @throws FailureError `file_error` */
  async used(hostId: string): Promise<void> {
    await this.#lastUsed.set(hostId, Date.now());
    await this.#tell();
  }

  /**
   * Adds a host by `[user@]host[:port]`.
   * @returns the host, also where it was there already
   * @throws FailureError `bad_request` with the sentence that says what is wrong, `file_error`
   */
  async add(host: NewHost): Promise<Host> {
    let id = "";
    await this.#change((overlay, { hosts }) => {
      const result = addHost(overlay, hosts, host);
      id = result.id;
      return { overlay: result.overlay, hostIds: [id] };
    });
    return this.get(id);
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

  /** @throws FailureError `not_found` for a change that is not remembered, `bad_request` where it does not fit any more */
  async undo(changeId: string): Promise<void> {
    await this.#apply((overlay) => {
      const undone = this.#history.undo(changeId, overlay);
      if (undone === null) {
        throw new FailureError(
          failure("not_found", "This change cannot be undone any more: it is too long ago."),
        );
      }
      if ("overlay" in undone) return undone.overlay;
      throw refused(
        `This change cannot be undone: ${undone.changed} has changed since.`,
        "Undo the later change first.",
      );
    });
    this.#history.forget(changeId);
  }

  async #change(change: (overlay: Overlay, list: HostList) => GroupChange): Promise<HostChange> {
    let hostIds: string[] = [];
    const { before, after } = await this.#apply((overlay, list) => {
      const result = change(overlay, list);
      hostIds = result.hostIds;
      return result.overlay;
    });
    return this.#history.remember(before, after, hostIds);
  }

  /** Writes what comes out of a change, and tells it. */
  async #apply(
    change: (overlay: Overlay, list: HostList) => Overlay,
  ): Promise<{ before: Overlay; after: Overlay }> {
    const result = await this.#inTurn(async () => {
      const read = await this.#file.read();
      const before = read.overlay;
      const after = change(before, await this.#listOf(read));
      if (after !== before) await this.#file.write(after);
      return { before, after };
    });
    await this.#tell();
    return result;
  }

  async #listOf(read: { overlay: Overlay; problems: string[] }): Promise<HostList> {
    const { file } = await this.sshConfig();
    const [files, used] = await Promise.all([readConfigFiles(file), this.#lastUsed.read()]);
    const config = concreteHosts(files);
    const hosts = hostsOf(read.overlay, config.hosts, this.#file.path).map((host) => ({
      ...host,
      lastUsed: used.get(host.id) ?? null,
    }));
    const problems = [...config.problems, ...read.problems];
    return { hosts, groups: groupsOf(read.overlay), problems };
  }

  async #tell(): Promise<void> {
    this.onChange(await this.list());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
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
