/** What a menu and the palette offer. */
export interface MenuCommand {
  /** In a menu, where one sees what it is for. */
  label: string;
  /** In the palette. */
  title: string;
  keys: string;
  /** Those with the same number stand together. */
  part: number;
  run: () => void;
}

/** A command of a menu alone, which needs no other words for the palette. */
export function menuCommand(part: number, label: string, run: () => void, keys = ""): MenuCommand {
  return { label, title: label, keys, part, run };
}

/** One that the palette has too, where one does not see what it is for. */
export function paletteCommand(
  part: number,
  label: string,
  title: string,
  run: () => void,
  keys = "",
): MenuCommand {
  return { label, title, keys, part, run };
}
