import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Cipher } from "../questions/encrypted-store";

/** As the system's: with a key of its own, and an error for what another key has encrypted. */
export function cipherOf(key = randomBytes(32)): Cipher {
  return {
    isAvailable: () => ({ ok: true }),
    encrypt(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    decrypt(encrypted) {
      const decipher = createDecipheriv("aes-256-gcm", key, encrypted.subarray(0, 12));
      decipher.setAuthTag(encrypted.subarray(12, 28));
      return decipher.update(encrypted.subarray(28), undefined, "utf8") + decipher.final("utf8");
    },
  };
}
