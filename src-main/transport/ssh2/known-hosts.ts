import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { fitsPatterns } from "../../ssh-config/patterns";

/** A line of a known_hosts file that could be read. */
export interface KnownLine {
  file: string;
  /** From 1. */
  line: number;
  marker: "revoked" | "cert-authority" | null;
  /** Patterns of names, or one hashed name. */
  names: string[];
  keyType: string;
  /** The key as it travels, its type included. */
  key: Buffer;
}

/**
 * The lines of a known_hosts file. Comments, and lines that cannot be understood, are left out,
 * as OpenSSH does. Format: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
 */
export function parseKnownHosts(text: string, file: string): KnownLine[] {
  const lines: KnownLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim().split(/[ \t]+/);
    const first = words[0] ?? "";
    if (first === "" || first.startsWith("#")) continue;
    const marker = first.startsWith("@") ? (words.shift() ?? "").slice(1) : null;
    if (marker !== null && marker !== "revoked" && marker !== "cert-authority") continue;
    const [names = "", keyType = "", blob = ""] = words;
    const key = Buffer.from(blob, "base64");
    if (keyTypeOf(key) !== keyType) continue;
    lines.push({ file, line: index + 1, marker, names: names.split(","), keyType, key });
  }
  return lines;
}

/** The type that a public key says of itself; null where it is none. */
export function keyTypeOf(key: Buffer): string | null {
  if (key.length < 4) return null;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 100 || key.length <= 4 + length) return null;
  return key.toString("latin1", 4, 4 + length);
}

/** The name that a host's key is stored for: `[name]:port`, or only the name at the usual port. */
export function knownName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export function isForName({ names }: KnownLine, name: string): boolean {
  const [first = ""] = names;
  if (first.startsWith("|")) return isHashOf(first, name);
  return fitsPatterns(
    name,
    names.map((each) => each.toLowerCase()),
  );
}

/** `|1|salt|hash`: both in Base64, the hash an HMAC-SHA1 of the name keyed by the salt. */
function isHashOf(hashed: string, name: string): boolean {
  const [, version, salt = "", hash = ""] = hashed.split("|");
  if (version !== "1") return false;
  const expected = Buffer.from(hash, "base64");
  const actual = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A line to store a key for a name. */
export function knownLine(name: string, key: Buffer, hashed: boolean): string {
  return `${hashed ? hashOf(name) : name} ${keyTypeOf(key)} ${key.toString("base64")}`;
}

function hashOf(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac("sha1", salt).update(name).digest("base64");
  return `|1|${salt.toString("base64")}|${hash}`;
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** What the files say of a host's key. */
export type KeyStanding =
  | { kind: "known" }
  /** Nothing is known of this host; `knownAs` are the lines that have the same key. */
  | { kind: "unknown"; knownAs: KnownLine[] }
  /** Other keys are known. */
  | { kind: "changed"; lines: KnownLine[] }
  | { kind: "revoked"; line: KnownLine }
  /** Only a certificate of an authority would do. */
  | { kind: "authority"; line: KnownLine };

/**
 * How a key stands that a host offers.
 *
 * A key of another type than those that are known counts as changed: the types that are
 * known are asked for first, so that the host has none of them any more.
 * @param names the host's name as it is stored, then others that will do where nothing is known for it
 */
export function standingOf(
  key: Buffer,
  names: readonly string[],
  lines: readonly KnownLine[],
): KeyStanding {
  const isSame = (line: KnownLine) => line.key.equals(key);
  const revoked = lines.find(
    (line) =>
      line.marker === "revoked" && isSame(line) && names.some((name) => isForName(line, name)),
  );
  if (revoked !== undefined) return { kind: "revoked", line: revoked };
  const plain = lines.filter(({ marker }) => marker === null);
  const [name = "", ...others] = names;
  const known = plain.filter((line) => isForName(line, name));
  if (known.some(isSame)) return { kind: "known" };
  if (known.length > 0) return { kind: "changed", lines: known };
  if (plain.some((line) => isSame(line) && others.some((other) => isForName(line, other)))) {
    return { kind: "known" };
  }
  const authority = lines.find(
    (line) => line.marker === "cert-authority" && names.some((each) => isForName(line, each)),
  );
  if (authority !== undefined) return { kind: "authority", line: authority };
  return { kind: "unknown", knownAs: plain.filter(isSame) };
}

/** The types of the keys that are known for the first of the names that any is known for. */
export function knownTypes(names: readonly string[], lines: readonly KnownLine[]): string[] {
  for (const name of names) {
    const found = lines.filter((line) => line.marker === null && isForName(line, name));
    if (found.length > 0) return [...new Set(found.map(({ keyType }) => keyType))];
  }
  return [];
}
