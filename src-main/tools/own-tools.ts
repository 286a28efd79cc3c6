import { FailureError, failure } from "../../src-shared/failure";
import {
  isToolFile,
  type OwnToolRef,
  TOOL_SUFFIX,
  toolFilename,
  toolModule,
} from "../../src-shared/own-tool";
import { printableLine } from "../../src-shared/printable";
import type { Library } from "../library/library";
import type { ToolSource } from "../protocol/tool-source";

/** A class of a file of the user's that looks like a tool. */
export interface OwnTool {
  /** Path in the library of tools. */
  path: string;
  source: ToolSource;
}

/** The user's own tools: files of the library "tools". Nothing of them is run here. */
export class OwnTools {
  constructor(private readonly library: Pick<Library, "list" | "read">) {}

  /**
   * A tool of a file, as it is sent to a target; that finds out whether the class is in it.
   * @param key `tools.nginx.Nginx` for `Nginx` in `web/nginx.py`
   * @throws FailureError `bad_request` where the key is none of the file's, `not_found`, `file_error`
   */
  async source({ path, text }: OwnToolRef, key: string): Promise<ToolSource> {
    const module = toolModule(path);
    if (module === null) throw notAModule(path);
    const name = key.startsWith(`${module}.`) ? key.slice(module.length + 1) : "";
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
      throw new FailureError(
        failure("bad_request", `${printableLine(key)} is no tool of ${path}.`, {
          advice: `Its tools are called ${module}. and the name of a class.`,
        }),
      );
    }
    const source = plain(text ?? (await this.library.read(path)).text);
    return { name, module, source, filename: toolFilename(path) };
  }

  /**
   * The classes that look like tools and have a name, in all files.
   * @param name of the class, or the key: `Nginx` or `tools.nginx.Nginx`; null for all
   * @throws FailureError `file_error`
   */
  async find(name: string | null): Promise<OwnTool[]> {
    const { files } = await this.library.list();
    const found: OwnTool[] = [];
    for (const { path } of files) {
      const module = toolModule(path);
      if (!isToolFile(path) || module === null) continue;
      const source = plain((await this.library.read(path)).text);
      for (const own of classesOf(source)) {
        if (name !== null && name !== own && name !== `${module}.${own}`) continue;
        const filename = toolFilename(path);
        found.push({ path, source: { name: own, module, source, filename } });
      }
    }
    return found;
  }
}

/** Python takes a byte order mark from a file, and none from a text. */
function plain(text: string): string {
  return text.replace(/^\ufeff/, "");
}

/** Names of the classes of a module that have a base: what they are, only Python knows. */
function classesOf(source: string): string[] {
  const heads = source.matchAll(/^class[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]*\(/gmu);
  return [...new Set([...heads].map(([, name = ""]) => name))];
}

function notAModule(path: string): FailureError {
  return new FailureError(
    failure("bad_request", `${path} cannot be imported under its name.`, {
      advice: `Name the file like a Python module: letters, digits and underscores, then ${TOOL_SUFFIX}.`,
    }),
  );
}
