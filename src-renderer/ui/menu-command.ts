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
