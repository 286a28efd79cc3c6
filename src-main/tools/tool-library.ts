import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";
import { isModuleName } from "../../src-shared/own-tool";
import { type Tool, toolSchema } from "../../src-shared/tool";
import type { ToolSource } from "../protocol/tool-source";
import { Snippets } from "./snippets";

const fileSchema = z.object({
  sources: z.array(
    z.object({
      module: z.string(),
      filename: z.string(),
      source: z.string(),
      modules: z.record(z.string(), z.string()),
    }),
  ),
  tools: z.array(toolSchema),
});

/** The built-in tools: their sources, and what the build read out of those. The snippets are beside them. */
export class ToolLibrary {
  readonly tools: Tool[];
  readonly snippets: Snippets;
  readonly #sources: Map<string, z.infer<typeof fileSchema>["sources"][number]>;

  /** @param folder what the build wrote (`out/agent`) */
  constructor(folder: string) {
    const file = fileSchema.parse(JSON.parse(readFileSync(join(folder, "tools.json"), "utf8")));
    this.tools = file.tools;
    this.snippets = new Snippets(folder);
    this.#sources = new Map(file.sources.map((source) => [source.module, source]));
  }

  /** Python source of a module of tools. @throws FailureError `not_found` */
  source(module: string): string {
    const found = this.#sources.get(module)?.source ?? this.snippets.source(module);
    if (found !== undefined) return found;
    throw new FailureError(failure("not_found", `There is no tool module ${module}.`));
  }

  /**
   * A tool with a method, as it is sent to a target.
   * @param name key of the tool, or its class's name; of a snippet's tool the key
   * @throws FailureError `not_found` that names what there is
   */
  find(name: string, method: string): ToolSource {
    const ofSnippet = this.snippets.find(name);
    const tool =
      this.tools.find((known) => known.key === name || known.name === name) ?? ofSnippet?.tool;
    const source = tool && (this.#sources.get(tool.module) ?? ofSnippet?.snippet);
    if (tool === undefined || source === undefined) {
      const known = this.tools.map((each) => each.name).join(", ");
      throw new FailureError(
        failure("not_found", `There is no tool ${name}.`, { advice: `Built in are ${known}.` }),
      );
    }
    if (!tool.methods.some((known) => known.name === method)) {
      const known = tool.methods.map((each) => each.name).join(", ");
      throw new FailureError(
        failure("not_found", `${tool.name} has no method ${method}.`, {
          advice: `It has ${known}.`,
        }),
      );
    }
    const { filename, source: text } = source;
    const modules = this.#sources.get(tool.module)?.modules;
    return { name: tool.name, module: tool.module, filename, source: text, modules };
  }
}

/**
 * A tool out of a file of the user's; the target finds out whether the class is in it.
 * @throws FailureError `file_error`
 */
export async function toolFromFile(path: string, name: string): Promise<ToolSource> {
  const full = resolve(path);
  const stem = basename(full, extname(full));
  if (!isModuleName(stem)) {
    throw new FailureError(
      failure("bad_request", `${basename(full)} cannot be imported under its name.`, {
        advice: "Name the file like a Python module: letters, digits and underscores, then .py.",
      }),
    );
  }
  try {
    // A name of its own, so that no module of the target's Python is in the way.
    return { name, module: `tools.${stem}`, source: await readFile(full, "utf8"), filename: full };
  } catch (error) {
    throw new FailureError(
      failure("file_error", `${full} cannot be read.`, {
        lines: [error instanceof Error ? error.message : String(error)],
      }),
    );
  }
}
