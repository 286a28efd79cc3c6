/** Puts the keyboard on the list of files that is shown. */
export function focusFiles(): void {
  const lists = [...document.querySelectorAll<HTMLElement>("[data-file-list]")];
  lists.find((list) => list.checkVisibility())?.focus();
}

/** Puts the keyboard into the filter of the files that are shown. */
export function focusFilesFilter(): void {
  const fields = [...document.querySelectorAll<HTMLElement>("[data-file-filter]")];
  fields.find((field) => field.checkVisibility())?.focus();
}
