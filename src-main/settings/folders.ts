import { homedir } from "node:os";
import { join, resolve } from "node:path";
import envPaths from "env-paths";

/** Where things are on this machine. */
export interface Folders {
  /** The user's files: hosts, later tools, templates and history. */
  data: string;
  /** The ssh configuration that is read. */
  sshConfig: string;
  /** What ssh is told to read by `-F`; null for its own default. */
  sshConfigOption: string | null;
}

/**
 * The folders, by the environment: `RMOTE_DESKTOP_HOME` moves the data folder,
 * `RMOTE_DESKTOP_SSH_CONFIG` names another ssh configuration.
 */
export function findFolders(env: NodeJS.ProcessEnv = process.env): Folders {
  const home = env.RMOTE_DESKTOP_HOME;
  const config = env.RMOTE_DESKTOP_SSH_CONFIG;
  return {
    data: home ? resolve(home) : envPaths("rmote-desktop", { suffix: "" }).config,
    sshConfig: config ? resolve(config) : join(homedir(), ".ssh", "config"),
    sshConfigOption: config ? resolve(config) : null,
  };
}
