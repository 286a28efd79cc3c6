import { z } from "zod";
import { toolSchema } from "./tool";

/** An example that comes with the app: the file of a tool, which can be called as it is and copied. */
export const snippetSchema = z.object({
  /** Name of its file, and of a copy, without `.py`. */
  name: z.string(),
  /** What it is on a target. */
  module: z.string(),
  filename: z.string(),
  title: z.string(),
  summary: z.string(),
  /** What its docstring says, without the title and the tags. */
  doc: z.string(),
  tags: z.array(z.string()),
  source: z.string(),
  tools: z.array(toolSchema).min(1),
});
export type Snippet = z.infer<typeof snippetSchema>;
