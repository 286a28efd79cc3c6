/** Names that are looked for at a time. */
const AT_ONCE = 20;
/** After so many the folder is left alone. */
const MOST = 10_000;

/** `report (2).txt`: a name with a number before what tells its kind. */
export function numbered(name: string, number: number, isFolder: boolean): string {
  const match = isFolder ? null : /^(.+?)((?:\.tar)?\.[^.\s]+)$/.exec(name);
  const [, stem = name, kind = ""] = match ?? [];
  return `${stem} (${number})${kind}`;
}

/**
 * A name like the one that is taken, with the first number that is free.
 * @param areTaken tells it of several names at once
 * @returns null where all are taken
 */
export async function freeName(
  name: string,
  isFolder: boolean,
  areTaken: (names: string[]) => Promise<boolean[]>,
): Promise<string | null> {
  for (let first = 2; first < MOST; first += AT_ONCE) {
    const names = Array.from({ length: AT_ONCE }, (_, at) => numbered(name, first + at, isFolder));
    const taken = await areTaken(names);
    const free = names.find((_, at) => taken[at] === false);
    if (free !== undefined) return free;
  }
  return null;
}
