import { join } from "node:path";
import { toFailure } from "../../src-shared/failure";
import type { HostList } from "../../src-shared/host";
import type { Folders } from "../settings/folders";
import { ConfigSource, type ConfigState, type SshConfig } from "./config-source";
import { HostResolver } from "./host-resolver";
import { groupsOf, hostsOf } from "./host-rows";
import { LastUsedFile } from "./last-used-file";
import type { Overlay } from "./overlay";
import { OverlayFile } from "./overlay-file";
import { withResolved } from "./resolve-pass";
import { ResolvedFile } from "./resolved-file";

/** The host list at a moment, and what it was made of. */
export interface HostPage {
  list: HostList;
  overlay: Overlay;
  config: ConfigState;
}

/** Puts the list together: the ssh configuration, our file, the last uses, and what ssh said so far. */
export class HostBook {
  readonly file: OverlayFile;
  readonly lastUsed: LastUsedFile;
  readonly config: ConfigSource;
  readonly resolver: HostResolver;
  /** Uses of the file wait for each other, or one would undo another. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folders: Pick<Folders, "data" | "state">, sshConfig: () => Promise<SshConfig>) {
    this.file = new OverlayFile(join(folders.data, "hosts.json"));
    this.lastUsed = new LastUsedFile(folders.state);
    this.config = new ConfigSource(sshConfig);
    this.resolver = new HostResolver(new ResolvedFile(folders.state));
  }

  /** @throws FailureError `file_error` */
  read(): Promise<HostPage> {
    return this.#inTurn(() => this.#read());
  }

  /**
   * Writes what comes out of a change; nothing where that fails.
   * @throws FailureError what the change throws, `file_error`
   */
  change(change: (page: HostPage) => Overlay): Promise<{ before: Overlay; after: Overlay }> {
    return this.#inTurn(async () => {
      const page = await this.#read();
      const before = page.overlay;
      const after = change(page);
      if (after !== before) await this.file.write(after);
      return { before, after };
    });
  }

  async #read(): Promise<HostPage> {
    const unread: string[] = [];
    /** Without these there is still a list. */
    const noted =
      <T>(instead: T) =>
      (error: unknown): T => {
        unread.push(toFailure(error).message);
        return instead;
      };
    const [{ overlay, problems }, config, used] = await Promise.all([
      this.file.read(),
      this.config.read(),
      this.lastUsed.read().catch(noted(new Map<string, number>())),
      this.resolver.recall().catch(noted(undefined)),
    ]);
    const groups = groupsOf(overlay);
    const hosts = hostsOf(overlay, config.hosts, this.file.path).map((host) => ({
      ...withResolved(host, groups, config, this.resolver),
      lastUsed: used.get(host.id) ?? null,
    }));
    const said = [...this.#configProblems(config), ...problems, ...unread];
    return { list: { hosts, groups, problems: said }, overlay, config };
  }

  #configProblems(config: ConfigState): string[] {
    const refused = this.config.refusal(config);
    return [
      ...config.problems,
      ...(config.hasSsh ? [] : [NO_SSH]),
      ...refused.map((line) => `ssh does not accept its configuration. ${line}`),
    ];
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

const NO_SSH =
  "There is no OpenSSH on this machine. Addresses are read from the plain Host sections of the ssh configuration, which is not exact.";
