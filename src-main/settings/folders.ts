import { join, resolve } from "node:path";
import envPaths from "env-paths";
import { sshHome } from "../ssh-config/ssh-home";

/** Where things are on this machine. */
export interface Folders {
  /** The user's files: hosts, later tools, templates and history. */
  data: string;
  /** What is no file of the user's: last use, remembered secrets, Electron's profile. */
  state: string;
  /** The ssh configuration that is read. */
  sshConfig: string;
  /** What ssh is told to read by `-F`; null for its own default. */
  sshConfigOption: string | null;
}

/**
 * The folders, by the environment: `RMOTE_DESKTOP_HOME` moves the data folder, with the state
 * in it, unless `RMOTE_DESKTOP_STATE` says where that is; `RMOTE_DESKTOP_SSH_CONFIG` names
 * another ssh configuration.
 */
export function findFolders(env: NodeJS.ProcessEnv = process.env): Folders {
  const home = env.RMOTE_DESKTOP_HOME;
  const state = env.RMOTE_DESKTOP_STATE;
  const config = env.RMOTE_DESKTOP_SSH_CONFIG;
  const usual = envPaths("rmote-desktop", { suffix: "" });
  const stateUnlessNamed = home ? join(resolve(home), ".state") : usual.data;
  return {
    data: home ? resolve(home) : usual.config,
    state: state ? resolve(state) : stateUnlessNamed,
    sshConfig: config ? resolve(config) : join(sshHome(), ".ssh", "config"),
    sshConfigOption: config ? resolve(config) : null,
  };
}
