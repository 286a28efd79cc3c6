import { z } from "zod";
import { ownToolSchema } from "./own-tool";

/** Which tool a script is asked for. */
export const toolScriptRequestSchema = z.object({
  tool: z.string().max(1024),
  /** The file that it is in; left out for one that came with the app. */
  own: ownToolSchema.optional(),
  method: z.string().max(512),
});
export type ToolScriptRequest = z.infer<typeof toolScriptRequestSchema>;

/** What a script of its own is made of that runs a tool without the app. */
export interface ToolScript {
  source: string;
  /** As tracebacks name it; the path of the file for a tool of the user's own. */
  filename: string;
  /** Name and source of each module of the agent's that the tool can import. */
  modules: [name: string, source: string][];
}
