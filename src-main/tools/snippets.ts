import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Snippet, snippetSchema } from "../../src-shared/snippet";
import type { Tool } from "../../src-shared/tool";

/** The examples that come with the app: what the build read out of `resources/snippets`. */
export class Snippets {
  readonly list: Snippet[];

  /** @param folder what the build wrote (`out/agent`) */
  constructor(folder: string) {
    const text = readFileSync(join(folder, "snippets.json"), "utf8");
    this.list = z.array(snippetSchema).parse(JSON.parse(text));
  }

  /** @param key of a tool. By its class alone none is found: the user may have one of that name. */
  find(key: string): { snippet: Snippet; tool: Tool } | undefined {
    for (const snippet of this.list) {
      const tool = snippet.tools.find((each) => each.key === key);
      if (tool !== undefined) return { snippet, tool };
    }
    return undefined;
  }

  /** Python source of a module. */
  source(module: string): string | undefined {
    return this.list.find((snippet) => snippet.module === module)?.source;
  }
}
