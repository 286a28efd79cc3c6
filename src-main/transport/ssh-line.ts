/** What a line that `ssh -v` writes says. */
export type SshFact =
  /** Another ssh is started, to go through a host. */
  | { kind: "hop"; name: string }
  | { kind: "connecting"; host: string; address: string; port: string }
  | { kind: "connected" }
  | { kind: "authenticating"; user: string; host: string }
  | { kind: "host_key"; keyType: string; fingerprint: string }
  /** The line of known_hosts that has the key: `/home/a/.ssh/known_hosts:3`. */
  | { kind: "known"; place: string }
  | { kind: "method"; method: string }
  | { kind: "methods"; methods: string[] }
  | { kind: "offered"; key: string; isOfAgent: boolean }
  | { kind: "accepted"; key: string }
  /** The method that was tried was right, and another is wanted. */
  | { kind: "partial" }
  | { kind: "authenticated" }
  /** A connection that is there already is used. */
  | { kind: "shared" }
  /** The server runs a command of its own for this key. */
  | { kind: "forced" }
  /** The command was sent. */
  | { kind: "started" }
  /** Of no interest. */
  | { kind: "other" };

/** `FILE TYPE SHA256:...` and where it comes from (format_identity in sshconnect2.c). */
const KEY = /^(.*?)(?: \S+)? (?:SHA256|MD5):\S+((?: (?:explicit|token|authenticator|agent))*)$/;

const patterns: [RegExp, (match: string[]) => SshFact][] = [
  [
    /^Setting implicit ProxyCommand from ProxyJump: .* (\S+)$/,
    ([, name = ""]) => ({ kind: "hop", name }),
  ],
  [
    /^Connecting to (\S+) \[(.*)\] port (\S+)\.$/,
    ([, host = "", address = "", port = ""]) => ({ kind: "connecting", host, address, port }),
  ],
  [/^Connection established\.$/, () => ({ kind: "connected" })],
  [
    /^Authenticating to (.+):\d+ as '(.*)'$/,
    ([, host = "", user = ""]) => ({ kind: "authenticating", user, host }),
  ],
  [
    /^Server host key: (\S+) (\S+)$/,
    ([, keyType = "", fingerprint = ""]) => ({ kind: "host_key", keyType, fingerprint }),
  ],
  [/^Found (?:CA )?key in (.+:\d+)$/, ([, place = ""]) => ({ kind: "known", place })],
  [/^Next authentication method: (\S+)$/, ([, method = ""]) => ({ kind: "method", method })],
  [
    /^Authentications that can continue: (\S*)$/,
    ([, methods = ""]) => ({ kind: "methods", methods: methods.split(",") }),
  ],
  [
    /^Offering public key: (.*)$/,
    ([, text = ""]) => ({ kind: "offered", key: keyOf(text), isOfAgent: / agent$/.test(text) }),
  ],
  [/^Server accepts key: (.*)$/, ([, text = ""]) => ({ kind: "accepted", key: keyOf(text) })],
  [/^Authentication succeeded \(/, () => ({ kind: "authenticated" })],
  [/^mux_client_request_session: master session id/, () => ({ kind: "started" })],
  [/^auto-mux: Trying existing master|^mux_client_/, () => ({ kind: "shared" })],
  [/^Remote: .*: key options: (?:.* )?command( |$)/, () => ({ kind: "forced" })],
  [/^Sending command: /, () => ({ kind: "started" })],
];

/** Lines of the level below, which have no mark of it. */
const plain: [RegExp, SshFact][] = [
  [/^Authenticated to \S+ \(.*\) using "\S+"\.$/, { kind: "authenticated" }],
  [/^Authenticated using "\S+" with partial success\.$/, { kind: "partial" }],
  [/^OpenSSH_\S+,? .*(SSL|without OpenSSL)/i, { kind: "other" }],
  [/^(Transferred: sent|Bytes per second: sent) /, { kind: "other" }],
];

/**
 * What a line of ssh's stderr says beyond what it says without `-v`; null for a line that
 * is there without it too, or is not ssh's. Texts as in OpenSSH 8.4 to 10.
 */
export function sshFact(line: string): SshFact | null {
  const debug = /^debug[123]: (.*)$/.exec(line)?.[1];
  if (debug === undefined) {
    return plain.find(([pattern]) => pattern.test(line))?.[1] ?? null;
  }
  for (const [pattern, fact] of patterns) {
    const match = pattern.exec(debug);
    if (match !== null) return fact(match);
  }
  return { kind: "other" };
}

function keyOf(text: string): string {
  return KEY.exec(text)?.[1] ?? text;
}
