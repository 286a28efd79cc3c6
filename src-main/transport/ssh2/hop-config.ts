import { FailureError, failure } from "../../../src-shared/failure";
import type { SshOptions } from "../../ssh-config/plain-options";
import { sshHome } from "../../ssh-config/ssh-home";
import { userName } from "../../ssh-config/user-name";
import { type AlgorithmKind, algorithmOptions, allowed } from "./algorithms";
import { expandPath } from "./ssh-options";
import type { Ssh2Target } from "./target";

export type LoginMethod = "publickey" | "keyboard-interactive" | "password";

/** Everything that it takes to reach and to enter one machine. */
export interface HopConfig {
  /** What sentences call it. */
  name: string;
  host: string;
  port: number;
  user: string;
  family: 4 | 6 | null;
  localAddress: string | null;
  /** Hosts to go through before, the nearest first; empty for none. */
  proxyJump: string[];
  identityFiles: string[];
  /** The one of them that was chosen for this host: that it is missing is worth a word. */
  chosenIdentity: string | null;
  /** Whether only the keys of those files may be offered. */
  identitiesOnly: boolean;
  /** Socket of an agent; null for none. */
  agent: string | null;
  methods: LoginMethod[];
  passwordPrompts: number;
  userKnownHosts: string[];
  globalKnownHosts: string[];
  keyAlias: string | null;
  /** What becomes of a host key that is not known. */
  unknownKeys: "ask" | "accept" | "refuse";
  hashKnownHosts: boolean;
  connectTimeoutMs: number | null;
  aliveIntervalMs: number;
  aliveCountMax: number;
  compression: boolean;
  algorithms: Record<AlgorithmKind, string[]>;
}

/** The keys that are tried where none is named, as OpenSSH orders them. */
const DEFAULT_KEYS = ["id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk"];
const METHODS: LoginMethod[] = ["publickey", "keyboard-interactive", "password"];
/** Milliseconds between signs of life where the configuration asks for none. */
const ALIVE_INTERVAL_MS = 15_000;

/**
 * What the options of a destination mean to this client.
 * @throws FailureError `bad_request` for those that it cannot do without leading elsewhere
 */
export function hopConfig(
  { name, address, identity }: Pick<Ssh2Target, "name" | "address" | "identity">,
  options: SshOptions,
): HopConfig {
  const all = (option: string) => options.get(option) ?? [];
  const one = (option: string) => {
    const value = all(option)[0];
    return value === undefined || value.toLowerCase() === "none" ? undefined : value;
  };
  const isOn = (option: string, usual: boolean) => {
    const value = all(option)[0]?.toLowerCase();
    return value === undefined ? usual : !["no", "false", "0"].includes(value);
  };
  refuseWhatIsMissing(name, one, isOn);
  const host = one("hostname") ?? address;
  const user = one("user") ?? userName();
  const port = numberOf(one("port")) ?? 22;
  const keyAlias = one("hostkeyalias") ?? null;
  const proxyJump = one("proxyjump") ?? "";
  const values = { original: address, host, port, user, keyAlias, proxyJump };
  const expand = (path: string) => expandPath(path, values);
  const paths = (text: string | undefined) =>
    (text ?? "")
      .split(/\s+/)
      .flatMap((path) => (path === "" || path === "none" ? [] : [expand(path) ?? []].flat()));
  const identities = all("identityfile").filter((file) => file.toLowerCase() !== "none");
  const known = `${sshHome()}/.ssh/known_hosts`;
  const usualKeys = DEFAULT_KEYS.map((key) => `${sshHome()}/.ssh/${key}`);
  // ssh leaves a key out that its -i names and that is not there.
  const chosen = identity === null ? null : expand(identity);
  const fromOptions = options.has("identityfile")
    ? identities.flatMap((file) => [expand(file) ?? []].flat())
    : null;
  const strict = all("stricthostkeychecking")[0]?.toLowerCase() ?? "ask";
  const aliveSeconds = numberOf(one("serveraliveinterval")) ?? 0;
  const timeout = numberOf(one("connecttimeout"));
  return {
    name,
    host,
    port,
    user,
    family: familyOf(one("addressfamily")),
    localAddress: one("bindaddress") ?? null,
    proxyJump: proxyJump.split(",").filter((hop) => hop !== ""),
    identityFiles: [...new Set([chosen ?? [], fromOptions ?? usualKeys].flat())],
    chosenIdentity: chosen,
    identitiesOnly: isOn("identitiesonly", false),
    agent: agentOf(all("identityagent")[0], expand),
    methods: methodsOf(one("preferredauthentications"), isOn),
    passwordPrompts: numberOf(one("numberofpasswordprompts")) ?? 3,
    userKnownHosts: options.has("userknownhostsfile")
      ? paths(all("userknownhostsfile")[0])
      : [known, `${known}2`],
    globalKnownHosts: options.has("globalknownhostsfile")
      ? paths(all("globalknownhostsfile")[0])
      : ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
    keyAlias,
    unknownKeys: unknownKeysOf(strict),
    hashKnownHosts: isOn("hashknownhosts", false),
    connectTimeoutMs: timeout === null ? null : timeout * 1000,
    aliveIntervalMs: aliveSeconds > 0 ? aliveSeconds * 1000 : ALIVE_INTERVAL_MS,
    aliveCountMax: numberOf(one("serveralivecountmax")) ?? 3,
    compression: isOn("compression", false),
    algorithms: algorithmsOf(name, one),
  };
}

/** `no` asks as well: a host that nobody has vouched for is never entered in silence. */
function unknownKeysOf(strict: string): HopConfig["unknownKeys"] {
  if (strict === "yes" || strict === "true") return "refuse";
  return strict === "accept-new" ? "accept" : "ask";
}

function familyOf(value: string | undefined): HopConfig["family"] {
  if (value === "inet") return 4;
  return value === "inet6" ? 6 : null;
}

function numberOf(value: string | undefined): number | null {
  const match = /^(\d{1,6})([smh]?)$/i.exec(value ?? "");
  if (match === null) return null;
  const unit = { m: 60, h: 3600 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * unit;
}

function agentOf(
  option: string | undefined,
  expand: (path: string) => string | null,
): string | null {
  const usual =
    process.env.SSH_AUTH_SOCK ??
    (process.platform === "win32" ? "\\\\.\\pipe\\openssh-ssh-agent" : "");
  if (option === undefined || option === "SSH_AUTH_SOCK") return usual === "" ? null : usual;
  if (option.toLowerCase() === "none") return null;
  const variable = /^\$([A-Za-z_]\w*)$/.exec(option)?.[1];
  if (variable !== undefined) return process.env[variable] ?? null;
  return expand(option);
}

function methodsOf(
  preferred: string | undefined,
  isOn: (option: string, usual: boolean) => boolean,
): LoginMethod[] {
  const wanted = preferred?.split(",") ?? METHODS;
  return wanted.filter((method): method is LoginMethod => {
    if (method === "publickey") return isOn("pubkeyauthentication", true);
    if (method === "password") return isOn("passwordauthentication", true);
    return method === "keyboard-interactive" && isOn("kbdinteractiveauthentication", true);
  });
}

function algorithmsOf(
  name: string,
  one: (option: string) => string | undefined,
): HopConfig["algorithms"] {
  const chosen = (kind: AlgorithmKind) => {
    const option = algorithmOptions[kind];
    const algorithms = allowed(kind, one(option));
    if (algorithms.length > 0) return algorithms;
    throw cannot(name, `${option} allows nothing that the built-in client has`);
  };
  return {
    kex: chosen("kex"),
    serverHostKey: chosen("serverHostKey"),
    cipher: chosen("cipher"),
    hmac: chosen("hmac"),
  };
}

function refuseWhatIsMissing(
  name: string,
  one: (option: string) => string | undefined,
  isOn: (option: string, usual: boolean) => boolean,
): void {
  if (one("proxycommand") !== undefined) throw cannot(name, "it is reached by a ProxyCommand");
  if (one("certificatefile") !== undefined) throw cannot(name, "a CertificateFile is set for it");
  if (one("bindinterface") !== undefined) throw cannot(name, "a BindInterface is set for it");
  if (one("pkcs11provider") !== undefined) throw cannot(name, "a PKCS11Provider is set for it");
  if (isOn("canonicalizehostname", false) && one("canonicaldomains") !== undefined) {
    // `ssh -G` has done it by now; what reads the files cannot.
    if (one("host") === undefined) throw cannot(name, "CanonicalizeHostname is set for it");
  }
  const preferred = one("preferredauthentications")?.split(",") ?? METHODS;
  if (!METHODS.some((method) => preferred.includes(method))) {
    throw cannot(name, `only ${preferred.join(", ")} may be used to log in there`);
  }
}

function cannot(name: string, why: string): FailureError {
  return new FailureError(
    failure("bad_request", `The built-in client cannot reach ${name}: ${why}.`, {
      advice: "Choose OpenSSH for this host.",
    }),
  );
}
