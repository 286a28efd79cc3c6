const WIDTH = 17;
const HEIGHT = 9;
/** How often a place was visited, then the start and the end. */
const SIGNS = " .o+=*BOX@%&#/^SE";
const START = SIGNS.length - 2;
const END = SIGNS.length - 1;

/**
 * The picture that ssh draws of a key, to be recognised at a glance: the walk of the
 * "drunken bishop" (OpenSSH, sshkey.c, fingerprint_randomart).
 * @param fingerprint `SHA256:` and the digest in base64
 * @param title what stands in the upper edge; left out where it does not fit
 * @returns eleven lines; empty where the fingerprint is none
 */
export function randomart(fingerprint: string, title: string): string {
  const colon = fingerprint.indexOf(":");
  const digest = decode(fingerprint.slice(colon + 1));
  if (colon === -1 || digest === null) return "";
  const visits = new Array<number>(WIDTH * HEIGHT).fill(0);
  let x = Math.floor(WIDTH / 2);
  let y = Math.floor(HEIGHT / 2);
  const start = y * WIDTH + x;
  for (const byte of digest) {
    for (let shift = 0; shift < 8; shift += 2) {
      const step = byte >> shift;
      x = Math.min(WIDTH - 1, Math.max(0, x + (step & 1 ? 1 : -1)));
      y = Math.min(HEIGHT - 1, Math.max(0, y + (step & 2 ? 1 : -1)));
      const at = y * WIDTH + x;
      visits[at] = Math.min(START - 1, (visits[at] ?? 0) + 1);
    }
  }
  visits[start] = START;
  visits[y * WIDTH + x] = END;
  const row = (at: number) =>
    visits
      .slice(at * WIDTH, (at + 1) * WIDTH)
      .map((count) => SIGNS[count])
      .join("");
  return [
    edge(title),
    ...Array.from({ length: HEIGHT }, (_, at) => `|${row(at)}|`),
    edge(fingerprint.slice(0, colon)),
  ].join("\n");
}

function edge(title: string): string {
  const words = title === "" || title.length + 2 > WIDTH ? "" : `[${title}]`;
  const before = "-".repeat(Math.floor((WIDTH - words.length) / 2));
  return `+${(before + words).padEnd(WIDTH, "-")}+`;
}

function decode(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
