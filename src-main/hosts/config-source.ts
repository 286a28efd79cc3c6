import { dirname } from "node:path";
import { type ConfigFiles, readConfigFiles } from "../ssh-config/config-files";
import { type ConfigHosts, concreteHosts, hasSideEffects } from "../ssh-config/config-hosts";
import { checkSshConfig, hasSsh } from "./ssh-ask";

/** The ssh configuration in force. */
export interface SshConfig {
  /** The user's. */
  file: string;
  /** What ssh is told of it by `-F`; null for its own default. */
  option: string | null;
  /** The system's, which ssh reads behind it; null where `-F` leaves it out. */
  system: string | null;
}

/** The configuration as it was read. */
export interface ConfigState extends ConfigHosts {
  option: string | null;
  /** The user's first; behind it the system's, where ssh reads that too. */
  files: ConfigFiles[];
  /** Another text for another content. */
  digest: string;
  /** Whether a host may not be asked about unasked. */
  hasSideEffects: boolean;
  /** Whether there is an ssh to ask. */
  hasSsh: boolean;
}

/** Reads the ssh configuration, and keeps it as long as somebody says when it changes. */
export class ConfigSource {
  #kept: Promise<ConfigState> | null = null;
  #checked: { digest: string; lines: string[] } | null = null;
  /** Whether what was read holds until `changed` is called; otherwise it is read each time. */
  isKept = false;

  constructor(private readonly sshConfig: () => Promise<SshConfig>) {}

  read(): Promise<ConfigState> {
    if (!this.isKept) return this.#read();
    if (this.#kept === null) {
      const read = this.#read();
      this.#kept = read;
      // What failed is tried again.
      read.catch(() => {
        if (this.#kept === read) this.#kept = null;
      });
    }
    return this.#kept;
  }

  /** What was read does not hold any more. */
  changed(): void {
    this.#kept = null;
  }

  /** Has ssh itself read this configuration, unless it has. */
  async check({ digest, option }: ConfigState): Promise<void> {
    if (this.#checked?.digest === digest) return;
    const lines = await checkSshConfig(option);
    this.#checked = { digest, lines: lines ?? [] };
  }

  /** What ssh says against the configuration, as far as it was asked: its own lines. */
  refusal({ digest }: ConfigState): string[] {
    return this.#checked?.digest === digest ? this.#checked.lines : [];
  }

  async #read(): Promise<ConfigState> {
    const { file, option, system } = await this.sshConfig();
    const [user, isThere] = await Promise.all([readConfigFiles(file), hasSsh()]);
    const files = [user];
    if (system !== null) files.push(await readConfigFiles(system, dirname(system)));
    return {
      ...concreteHosts(files),
      option,
      files,
      digest: files.map(({ digest }) => digest).join(),
      hasSideEffects: files.some(hasSideEffects),
      hasSsh: isThere,
    };
  }
}
