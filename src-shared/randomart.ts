/** How often a field was visited, as ssh-keygen draws it; then where the walk began and ended. */
const MARKS = " .o+=*BOX@%&#/^";
const WIDTH = 17;
const HEIGHT = 9;

/**
 * The picture of a fingerprint, line by line, as `ssh-keygen -lv` prints it: people know a
 * picture again more easily than a line of letters (D. Loss et al., "The drunken bishop", 2009).
 * @param fingerprint `SHA256:...` as ssh-keygen prints it
 * @param title what stands in the frame, such as `ED25519 256`
 * @returns null for a fingerprint of another kind
 */
export function randomart(fingerprint: string, title: string): string[] | null {
  const digest = digestOf(fingerprint);
  if (digest === null) return null;
  const visits = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0));
  let x = (WIDTH - 1) / 2;
  let y = (HEIGHT - 1) / 2;
  for (const byte of digest) {
    // Two bits a step, the lowest first: left or right, up or down.
    for (let shift = 0; shift < 8; shift += 2) {
      x = clamp(x + ((byte >> shift) & 1 ? 1 : -1), WIDTH);
      y = clamp(y + ((byte >> shift) & 2 ? 1 : -1), HEIGHT);
      const row = visits[y];
      if (row !== undefined) row[x] = (row[x] ?? 0) + 1;
    }
  }
  const rows = visits.map((row, at) => {
    const marks = row.map((count) => MARKS[Math.min(count, MARKS.length - 1)] ?? " ");
    if (at === (HEIGHT - 1) / 2) marks[(WIDTH - 1) / 2] = "S";
    if (at === y) marks[x] = "E";
    return `|${marks.join("")}|`;
  });
  return [border(title), ...rows, border("SHA256")];
}

function digestOf(fingerprint: string): number[] | null {
  const encoded = /^SHA256:([A-Za-z0-9+/]{43})$/.exec(fingerprint)?.[1];
  if (encoded === undefined) return null;
  return [...atob(`${encoded}=`)].map((char) => char.charCodeAt(0));
}

function clamp(at: number, size: number): number {
  return Math.max(0, Math.min(at, size - 1));
}

function border(title: string): string {
  const text = `[${title}]`.slice(0, WIDTH);
  const before = Math.floor((WIDTH - text.length) / 2);
  return `+${"-".repeat(before)}${text.padEnd(WIDTH - before, "-")}+`;
}
