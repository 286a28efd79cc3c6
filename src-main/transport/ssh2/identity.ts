import type { ParsedKey } from "ssh2";

/** A key that can be offered. */
export interface Identity {
  /** What sentences call it: a file, or the agent's word for it. */
  label: string;
  publicKey: ParsedKey;
  /**
   * Signs; may ask for a passphrase or have a person touch something.
   * @param hash null for the key's own
   * @throws FailureError `identity_unusable`, `cancelled`
   */
  sign(data: Buffer, hash: string | null): Promise<Buffer>;
}

/** A key that cannot be offered, and why, as a sentence. */
export interface UnusableIdentity {
  label: string;
  reason: string;
}
