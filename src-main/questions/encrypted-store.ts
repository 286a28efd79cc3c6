import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";
import type { SecretsState } from "../../src-shared/settings";
import type { SecretStore } from "./secret-store";

/** Encrypts with a key that the system keeps for this user. */
export interface Cipher {
  isAvailable(): { ok: true } | { ok: false; reason: string };
  encrypt(text: string): Buffer;
  /** @throws where it was encrypted with another key */
  decrypt(encrypted: Buffer): string;
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Base64 of what the cipher made. */
  secrets: z.record(z.string(), z.base64()),
});
type Secrets = ReadonlyMap<string, string>;

/** Remembers in a file whose values a cipher has encrypted; where the cipher cannot be had, nothing. */
export class EncryptedStore implements SecretStore {
  #secrets: Secrets | null = null;
  /** Why the file cannot be used, or what became of a damaged one. */
  #problem = "";
  #isReadable = true;

  constructor(
    private readonly file: string,
    private readonly cipher: Cipher,
  ) {}

  state(): SecretsState {
    const count = this.#read().size;
    const available = this.cipher.isAvailable();
    if (!available.ok) return { isPossible: false, reason: available.reason, count };
    return { isPossible: this.#isReadable, reason: this.#problem, count };
  }

  get(key: string): string | null {
    const encrypted = this.#read().get(key);
    if (encrypted === undefined || !this.cipher.isAvailable().ok) return null;
    try {
      return this.cipher.decrypt(Buffer.from(encrypted, "base64"));
    } catch {
      // Of an earlier key: nobody can read it any more. The person is asked again, and that replaces it.
      return null;
    }
  }

  set(key: string, value: string): void {
    const encrypted = this.cipher.encrypt(value).toString("base64");
    this.#write(new Map(this.#read()).set(key, encrypted));
  }

  forget(key: string): void {
    const rest = new Map(this.#read());
    if (rest.delete(key)) this.#write(rest);
  }

  forgetAll(): void {
    this.#write(new Map());
    this.#isReadable = true;
    this.#problem = "";
  }

  #read(): Secrets {
    this.#secrets ??= this.#load();
    return this.#secrets;
  }

  #load(): Secrets {
    let text: string;
    try {
      text = readFileSync(this.file, "utf8");
    } catch (error) {
      if (isMissing(error)) return new Map();
      this.#isReadable = false;
      this.#problem = `${this.file} cannot be read: ${messageOf(error)}.`;
      return new Map();
    }
    const parsed = parse(text);
    if (parsed !== null) return parsed;
    const aside = `${this.file}.broken-${new Date().toISOString().replace(/[:.]/g, "-")}`;
    try {
      renameSync(this.file, aside);
      this.#problem = `${this.file} was damaged. It was kept as ${aside}, and an empty one begun.`;
    } catch (error) {
      this.#isReadable = false;
      this.#problem = `${this.file} is damaged and cannot be set aside: ${messageOf(error)}.`;
    }
    return new Map();
  }

  #write(secrets: Secrets): void {
    const before = this.#read();
    // What is to be forgotten is, whatever becomes of the file.
    this.#secrets = new Map([...before].filter(([key]) => secrets.has(key)));
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      const content = { version: 1, secrets: Object.fromEntries(secrets) };
      const text = `${JSON.stringify(content, null, 2)}\n`;
      writeFileAtomic.sync(this.file, text, { mode: 0o600 });
    } catch (error) {
      throw new FailureError(
        failure("file_error", `${this.file} cannot be written, so nothing was remembered.`, {
          advice: "Check the permissions of the file and its folder, and the space on the disk.",
          lines: [messageOf(error)],
        }),
      );
    }
    this.#secrets = secrets;
  }
}

function parse(text: string): Secrets | null {
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text)).secrets));
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
