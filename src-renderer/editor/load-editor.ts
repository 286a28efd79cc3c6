/** The editor's code, which is large: it is loaded when the first editor is needed. */
export function loadEditor(): Promise<typeof import("./editor")> {
  return import("./editor");
}
