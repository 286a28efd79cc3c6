/** Small things about the window that outlive it: sizes of panes, what is folded, the theme. */
const prefix = "rmote.";

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** A number that was remembered, if it is within the limits that hold today. */
export function recallNumber(name: string, fallback: number, least: number, most: number): number {
  const text = recall(name);
  const number = text === null ? Number.NaN : Number(text);
  return number >= least && number <= most ? number : fallback;
}

export function remember(name: string, value: string | number | boolean): void {
  try {
    localStorage.setItem(prefix + name, String(value));
  } catch {
    // A full or forbidden storage costs a remembered size, nothing else.
  }
}
