import { createHash } from "node:crypto";
import { homedir, hostname, userInfo } from "node:os";

/** Options of ssh by their names in lower case, as `ssh -G` prints them. */
export type SshOptions = Map<string, string[]>;

/** Who runs this; a container's user may have no name. */
export function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? "";
  }
}

/** The home that OpenSSH takes for `~`: the account's, whatever HOME says. */
export function homeFolder(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}

/** What the tokens of a path stand for. */
export interface TokenValues {
  /** The destination as it was given. */
  original: string;
  host: string;
  port: number;
  user: string;
  keyAlias: string | null;
  proxyJump: string;
}

/**
 * A path of the configuration with `~`, `${NAME}` and the tokens put in (ssh_config.5, TOKENS).
 * @returns null where it names a variable that is not set
 */
export function expandPath(path: string, values: TokenValues): string | null {
  const { original, host, port, user, keyAlias, proxyJump } = values;
  const local = hostname();
  const tokens: Record<string, string> = {
    "%": "%",
    d: homeFolder(),
    h: host,
    i: String(process.getuid?.() ?? ""),
    j: proxyJump,
    k: keyAlias ?? original,
    L: local.split(".")[0] ?? local,
    l: local,
    n: original,
    p: String(port),
    r: user,
    u: localUser(),
  };
  tokens.C = createHash("sha1").update(`${local}${host}${port}${user}${proxyJump}`).digest("hex");
  let isWhole = true;
  const expanded = path
    .replace(/^~(?=\/|\\|$)/, homeFolder())
    .replace(/\$\{([^}]*)\}|%(.)/g, (whole, variable: string | undefined, token: string = "") => {
      const value = variable === undefined ? tokens[token] : process.env[variable];
      if (value === undefined) isWhole = false;
      return value ?? whole;
    });
  return isWhole ? expanded : null;
}
