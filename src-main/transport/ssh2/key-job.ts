/** What a locked private key is opened for. */
export interface KeyJob {
  /** The key's file. */
  text: Uint8Array;
  passphrase: string;
  /** What to sign with it, and by which hash, null for the key's own; null to open it only. */
  sign: { data: Uint8Array; hash: string | null } | null;
}

export type KeyResult =
  /** The public half as ssh sends it, and the signature if one was wanted. */
  | { publicKey: Uint8Array; signature: Uint8Array | null }
  /** Why not, in the words of ssh2. */
  | { error: string };
