/** The texts that a template's tab has open: the template, and the data sets that it has needed. */
export interface OpenTexts {
  /** @returns null while it is not there yet */
  textOf(path: string): string | null;
  /** Opens a file unless that is done. */
  need(path: string): void;
  /** Tells each change of any of them. */
  subscribe(listener: () => void): () => void;
}
