import { safeStorage } from "electron";
import type { Cipher } from "./questions/encrypted-store";

/** Backends that keep the key where anybody who reads the disk finds it. */
const NO_KEYRING = ["basic_text", "unknown"];

/**
 * Encrypts with a key in the keychain of macOS, in Windows's DPAPI or in a keyring of Linux
 * (electronjs.org/docs/latest/api/safe-storage). To be asked only once the app is ready.
 */
export const systemCipher: Cipher = {
  isAvailable() {
    const isLinux = process.platform === "linux";
    const hasKeyring = !isLinux || !NO_KEYRING.includes(safeStorage.getSelectedStorageBackend());
    if (hasKeyring && safeStorage.isEncryptionAvailable()) return { ok: true };
    const reason = isLinux
      ? "There is no unlocked keyring, so nothing is remembered. Install and unlock GNOME Keyring or KWallet, then start the app anew."
      : "The system's keychain cannot be used, so nothing is remembered. Unlock it, then start the app anew.";
    return { ok: false, reason };
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (encrypted) => safeStorage.decryptString(encrypted),
};
