const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/** The key that goes with a letter for a command: as it is written on it. */
export const modKey = isMac ? "⌘" : "Ctrl";

/** Whether that key is held: Cmd on a Mac, where Ctrl is for the text, else Ctrl. */
export function hasMod(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return isMac ? event.metaKey : event.ctrlKey;
}
