import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { sshHome } from "../../ssh-config/ssh-home";
import { userName } from "../../ssh-config/user-name";

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
    d: sshHome(),
    h: host,
    i: String(process.getuid?.() ?? ""),
    j: proxyJump,
    k: keyAlias ?? original,
    L: local.split(".")[0] ?? local,
    l: local,
    n: original,
    p: String(port),
    r: user,
    u: userName(),
  };
  tokens.C = createHash("sha1").update(`${local}${host}${port}${user}${proxyJump}`).digest("hex");
  let isWhole = true;
  const expanded = path
    .replace(/^~(?=\/|\\|$)/, sshHome())
    .replace(/\$\{([^}]*)\}|%(.)/g, (whole, variable: string | undefined, token: string = "") => {
      const value = variable === undefined ? tokens[token] : process.env[variable];
      if (value === undefined) isWhole = false;
      return value ?? whole;
    });
  return isWhole ? expanded : null;
}
