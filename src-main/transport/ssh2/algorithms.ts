/**
 * The algorithms that ssh2 has, the strongest and then the fastest here first. What only an old
 * server needs is apart: it is used where the configuration asks for it.
 */
const usual = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group14-sha256",
  ],
  serverHostKey: [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "chacha20-poly1305@openssh.com",
  ],
  hmac: [
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha1-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
    "hmac-sha1",
  ],
} as const;

const old = {
  kex: [
    "diffie-hellman-group-exchange-sha1",
    "diffie-hellman-group14-sha1",
    "diffie-hellman-group1-sha1",
  ],
  serverHostKey: ["ssh-rsa", "ssh-dss"],
  cipher: ["aes256-cbc", "aes192-cbc", "aes128-cbc", "3des-cbc"],
  hmac: ["hmac-sha1-96", "hmac-md5", "hmac-md5-96"],
} as const;

export type AlgorithmKind = keyof typeof usual;

/** The option of ssh that chooses each. */
export const algorithmOptions: Record<AlgorithmKind, string> = {
  kex: "kexalgorithms",
  serverHostKey: "hostkeyalgorithms",
  cipher: "ciphers",
  hmac: "macs",
};

/**
 * The algorithms of ours that an option allows; empty where there is none.
 * @param value a whole list as `ssh -G` prints it, or one with `+`, `-` or `^` (ssh_config.5)
 */
export function allowed(kind: AlgorithmKind, value: string | undefined): string[] {
  const ours: string[] = [...usual[kind]];
  const all = [...ours, ...old[kind]];
  if (value === undefined || value === "") return ours;
  const named = value.replace(/^[-+^]/, "").split(",");
  const isNamed = (each: string) => named.includes(each);
  if (value.startsWith("+")) return all.filter((each) => ours.includes(each) || isNamed(each));
  if (value.startsWith("-")) return ours.filter((each) => !isNamed(each));
  if (value.startsWith("^")) return [...new Set([...all.filter(isNamed), ...ours])];
  // Host keys in the user's own order; for the rest any of what is allowed is as good.
  return kind === "serverHostKey"
    ? named.filter((each) => all.includes(each))
    : all.filter(isNamed);
}

/** What a type of key can sign with, the best first. */
export function signaturesOf(keyType: string): string[] {
  return keyType === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [keyType];
}

/** Those algorithms first that go with the types of the keys that are known, as OpenSSH orders them. */
export function knownFirst(algorithms: readonly string[], types: readonly string[]): string[] {
  const known = types.flatMap((type) => signaturesOf(type));
  const isKnown = (each: string) => known.includes(each);
  return [...algorithms.filter(isKnown), ...algorithms.filter((each) => !isKnown(each))];
}
