/** Presses the button on the screen that is marked so. @returns whether there is one */
export function pressShown(selector: string): boolean {
  const buttons = [...document.querySelectorAll<HTMLElement>(selector)];
  const shown = buttons.find((button) => button.offsetParent !== null);
  shown?.click();
  return shown !== undefined;
}
