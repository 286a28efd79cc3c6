import type { Encoding } from "./draft";

export function bytesToHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** @returns the bytes that a text stands for, or the sentence that says why it stands for none. */
export function bytesFrom(text: string, encoding: Encoding): Uint8Array | string {
  switch (encoding) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "hex": {
      const digits = text.replace(/[\s:]/g, "");
      const wrong = /[^\da-fA-F]/.exec(digits);
      if (wrong !== null) return `"${wrong[0]}" is not a hexadecimal digit.`;
      if (digits.length % 2 === 1) return "Hexadecimal bytes have two digits each; one is missing.";
      return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    }
    case "base64":
      try {
        return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      } catch {
        return "This is not base64.";
      }
  }
}
