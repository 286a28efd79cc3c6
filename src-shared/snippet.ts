import { z } from "zod";
import { toolSchema } from "./tool";

/** A method of a snippet, and what it needs of its module to be one of another tool. */
const snippetPartSchema = z.object({
  /** Its lines, with decorators, as they are indented in its class. */
  text: z.string(),
  /** `import module`, or `from module import name`. */
  imports: z.array(z.object({ module: z.string(), name: z.string().nullable() })),
  /** Constants, classes and functions, in their order. */
  definitions: z.array(z.object({ name: z.string(), text: z.string() })),
});
export type SnippetPart = z.infer<typeof snippetPartSchema>;

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
  /** By `Class.method`. */
  parts: z.record(z.string(), snippetPartSchema),
});
export type Snippet = z.infer<typeof snippetSchema>;

/** Whether a module is that of a snippet. */
export function isSnippetModule(module: string): boolean {
  return module.startsWith("rmote.snippets.");
}
