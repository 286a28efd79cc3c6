/** What a script of its own is made of that runs a tool without the app. */
export interface ToolScript {
  source: string;
  /** As tracebacks name it; the path of the file for a tool of the user's own. */
  filename: string;
  /** Name and source of each module of the agent's that the tool can import. */
  modules: [name: string, source: string][];
}
