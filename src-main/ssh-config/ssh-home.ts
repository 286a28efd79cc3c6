import { homedir, userInfo } from "node:os";

/**
 * The home folder as OpenSSH has it: the one of the user's account, whatever `HOME` says
 * (ssh.c reads `pw_dir`). `~` in its configuration means this folder too.
 */
export function sshHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    // A container's user may have no account.
    return homedir();
  }
}
