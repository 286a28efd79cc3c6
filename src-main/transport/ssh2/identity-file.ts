import { readFile, stat } from "node:fs/promises";
import ssh2, { type ParsedKey } from "ssh2";
import { FailureError, failure } from "../../../src-shared/failure";
import { printableLine } from "../../../src-shared/printable";
import { cancelled } from "./failures";
import type { AskContext } from "./host-key-check";
import type { Identity, UnusableIdentity } from "./identity";
import { runKeyJob } from "./key-thread";

const MAX_KEY_FILE = 1024 * 1024;
/** As often as OpenSSH asks. */
const PASSPHRASE_ATTEMPTS = 3;

/**
 * A private key's file as an identity. Its passphrase is asked for when a server wants its
 * signature, or at once where its public half cannot be known without.
 * @returns null where there is no such file
 */
export async function identityOfFile(
  file: string,
  hostName: string,
  context: AskContext,
): Promise<Identity | UnusableIdentity | null> {
  const unusable = (reason: string): UnusableIdentity => ({ label: file, reason });
  let text: Buffer;
  try {
    const { mode, uid, size } = await stat(file);
    // As OpenSSH's sshkey_perm_ok: only one's own file has to be closed to others.
    if (process.platform !== "win32" && uid === process.getuid?.() && (mode & 0o077) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, "0");
      return unusable(`${file} can be read by others (${shown}): run chmod 600 on it.`);
    }
    if (size > MAX_KEY_FILE) return unusable(`${file} is too large to be a key.`);
    text = await readFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    return unusable(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const opener = new KeyOpener(file, text, hostName, context);
  const parsed = opener.withoutPassphrase();
  if (parsed.kind === "unusable") return unusable(parsed.reason);
  let publicKey: ParsedKey | null = parsed.kind === "open" ? parsed.key.publicKey : null;
  publicKey ??= publicHalf(text) ?? (await publicFile(`${file}.pub`));
  try {
    publicKey ??= (await opener.open()).publicKey;
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === "identity_unusable") {
      return unusable(error.failure.message);
    }
    throw error;
  }
  return {
    label: file,
    publicKey,
    async sign(data, hash) {
      const key = await opener.open();
      const signature = await key.sign(data, hash);
      if (signature instanceof Error) throw unusableFailure(file, signature.message);
      return signature;
    },
  };
}

/** A private key that can be used. */
interface OpenKey {
  publicKey: ParsedKey;
  sign(data: Buffer, hash: string | null): Promise<Buffer | Error>;
}

type Parsed =
  | { kind: "open"; key: OpenKey }
  | { kind: "locked" }
  | { kind: "unusable"; reason: string };

/** Opens a private key once, whoever asks for it. */
class KeyOpener {
  #opened: Promise<OpenKey> | null = null;

  constructor(
    private readonly file: string,
    private readonly text: Buffer,
    private readonly hostName: string,
    private readonly context: AskContext,
  ) {}

  withoutPassphrase(): Parsed {
    const key = parsed(this.text);
    if (key instanceof Error) return this.#refused(key.message, false);
    if (!key.isPrivateKey()) return this.#refused("Unsupported: it holds no private key", false);
    const sign = async (data: Buffer, hash: string | null) =>
      hash === null ? key.sign(data) : key.sign(data, hash);
    return { kind: "open", key: { publicKey: key, sign } };
  }

  open(): Promise<OpenKey> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<OpenKey> {
    const plain = this.withoutPassphrase();
    if (plain.kind === "open") return plain.key;
    const { ask, signal } = this.context;
    if (ask === null)
      throw unusableFailure(this.file, "it has a passphrase, and nobody is there to be asked");
    for (let attempt = 1; attempt <= PASSPHRASE_ATTEMPTS; attempt++) {
      const subject = this.file;
      const answer = await ask({ kind: "secret", purpose: "passphrase", subject, attempt }, signal);
      if (answer.kind !== "text") throw cancelled(this.hostName);
      const [passphrase = ""] = answer.values;
      // As with ssh: no passphrase, no key; other keys may do.
      if (passphrase === "") break;
      const parsed = await this.#unlock(passphrase);
      if (parsed.kind === "open") return parsed.key;
      if (parsed.kind === "unusable") throw unusableFailure(this.file, parsed.reason);
    }
    throw unusableFailure(this.file, "its passphrase was not given");
  }

  async #unlock(passphrase: string): Promise<Parsed> {
    const { text } = this;
    const result = await runKeyJob({ text, passphrase, sign: null });
    if ("error" in result) return this.#refused(result.error, true);
    const publicKey = parsed(Buffer.from(result.publicKey));
    if (publicKey instanceof Error) return this.#refused(publicKey.message, true);
    const sign = async (data: Buffer, hash: string | null) => {
      const signed = await runKeyJob({ text, passphrase, sign: { data, hash } });
      if ("error" in signed) return new Error(signed.error);
      return Buffer.from(signed.signature ?? []);
    };
    return { kind: "open", key: { publicKey, sign } };
  }

  #refused(message: string, hadPassphrase: boolean): Parsed {
    if (/no passphrase given/.test(message)) return { kind: "locked" };
    if (hadPassphrase && !/^Unsupported/.test(message)) return { kind: "locked" };
    return {
      kind: "unusable",
      reason: `${this.file} cannot be used: ${unsupported(this.text, message)}`,
    };
  }
}

function unsupported(text: Buffer, message: string): string {
  if (/\bsk-/.test(message)) {
    return "it stands for a security key, which only OpenSSH can use. Choose OpenSSH for this host.";
  }
  if (text.subarray(0, 21).toString("latin1") === "PuTTY-User-Key-File-3") {
    return "it is in PuTTY's newer format. Convert it with puttygen -O private-openssh.";
  }
  return `${printableLine(message)}.`;
}

function parsed(data: Buffer | string): ParsedKey | Error {
  try {
    const key = ssh2.utils.parseKey(data);
    return Array.isArray(key) ? (key[0] ?? new Error("The file is empty")) : key;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The public half that an OpenSSH file shows whether it is encrypted or not (PROTOCOL.key). */
function publicHalf(text: Buffer): ParsedKey | null {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/.exec(
    text.toString("latin1"),
  )?.[1];
  if (body === undefined) return null;
  const data = Buffer.from(body, "base64");
  let at = "openssh-key-v1\0".length;
  const take = () => {
    if (at + 4 > data.length) return null;
    const end = at + 4 + data.readUInt32BE(at);
    if (end > data.length) return null;
    const part = data.subarray(at + 4, end);
    at = end;
    return part;
  };
  // Cipher, KDF and its options, then the number of keys.
  if (take() === null || take() === null || take() === null) return null;
  at += 4;
  const blob = take();
  const key = blob === null ? null : parsed(Buffer.from(blob));
  return key === null || key instanceof Error ? null : key;
}

/** The public half of a private key's file, as far as it can be known without a passphrase. */
export async function publicKeyOf(file: string): Promise<ParsedKey | null> {
  try {
    const { size } = await stat(file);
    const half = size > MAX_KEY_FILE ? null : publicHalf(await readFile(file));
    if (half !== null) return half;
  } catch {
    // A public key alone may stand for one that an agent has.
  }
  return await publicFile(`${file}.pub`);
}

async function publicFile(file: string): Promise<ParsedKey | null> {
  try {
    const key = parsed(await readFile(file, "utf8"));
    return key instanceof Error ? null : key;
  } catch {
    // Not everyone keeps it.
    return null;
  }
}

export function unusableFailure(file: string, reason: string): FailureError {
  return new FailureError(
    failure("identity_unusable", `The key ${file} cannot be used: ${reason}.`, {
      advice: "Check the file, or load the key into an agent.",
    }),
  );
}
