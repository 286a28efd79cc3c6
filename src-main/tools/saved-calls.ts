import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";
import {
  callNameOf,
  isCallPath,
  readSavedCall,
  type SavedCall,
  toolFolderOf,
  toolPathOfCall,
} from "../../src-shared/saved-call";
import type { Library } from "../library/library";
import type { ToolSource } from "../protocol/tool-source";
import type { OwnTools } from "./own-tools";
import type { ToolLibrary } from "./tool-library";

export interface FoundCall {
  /** Path in the library of tools. */
  path: string;
  call: SavedCall;
  tool: ToolSource;
}

/** The user's saved calls, found and read. Nothing of them is run here. */
export class SavedCalls {
  constructor(
    private readonly library: Pick<Library, "list" | "read">,
    private readonly tools: Pick<ToolLibrary, "find">,
    private readonly ownTools: Pick<OwnTools, "find">,
  ) {}

  /**
   * A saved call, with the tool that it calls.
   * @param name of the call, where several have it with the folder of its tool: `restart` or `web/restart`
   * @throws FailureError `not_found` with what there is, `bad_request` with the line that is wrong, `file_error`
   */
  async find(name: string): Promise<FoundCall> {
    const { files } = await this.library.list();
    const paths = files.map(({ path }) => path).filter(isCallPath);
    const exact = paths.filter((path) => [nameIn(path), path].includes(name));
    const meant = exact.length > 0 ? exact : paths.filter((path) => callNameOf(path) === name);
    const [path] = meant;
    if (path === undefined) throw notThere(name, paths);
    if (meant.length > 1) {
      throw new FailureError(
        failure("bad_request", `There are several calls ${name}.`, {
          advice: `Say one of ${meant.map(nameIn).join(", ")}.`,
        }),
      );
    }
    const read = readSavedCall((await this.library.read(path)).text);
    if (!read.ok) {
      const { line, message } = read.problem;
      throw new FailureError(
        failure("bad_request", `${path}, line ${line}: ${printableLine(message)}`, {
          advice: "The file is left as it is. Mend it, then run the call again.",
        }),
      );
    }
    return { path, call: read.call, tool: await this.#toolOf(path, read.call) };
  }

  async #toolOf(path: string, call: SavedCall): Promise<ToolSource> {
    const toolPath = toolPathOfCall(path, call);
    if (toolPath === null) return this.tools.find(call.tool, call.method);
    const found = (await this.ownTools.find(call.tool)).find((own) => own.path === toolPath);
    if (found !== undefined) return found.source;
    throw new FailureError(
      failure("not_found", `${toolPath} has no tool ${call.tool}.`, {
        advice: `Mend "tool" or "file" in ${path}.`,
      }),
    );
  }
}

/** `web/restart` for `web/calls/restart.yaml` */
function nameIn(path: string): string {
  const folder = toolFolderOf(path);
  return folder === "" ? callNameOf(path) : `${folder}/${callNameOf(path)}`;
}

function notThere(name: string, paths: readonly string[]): FailureError {
  const shown = printableLine(name);
  const advice =
    paths.length === 0
      ? "There are none yet: save one in the window, by Save call in the form of a method."
      : `There are ${paths.map(nameIn).join(", ")}.`;
  return new FailureError(failure("not_found", `There is no saved call ${shown}.`, { advice }));
}
