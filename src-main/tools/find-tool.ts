import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { ToolSource } from "../protocol/tool-source";
import type { OwnTools } from "./own-tools";
import type { ToolLibrary } from "./tool-library";

interface Tools {
  tools: ToolLibrary;
  ownTools: OwnTools;
}

/**
 * A tool by its class's name or its key: a built-in one, or one of the user's.
 * @throws FailureError `bad_request` that names the files where several have it, `not_found` that
 * names what there is, `file_error`
 */
export async function findTool(
  { tools, ownTools }: Tools,
  name: string,
  method: string,
): Promise<ToolSource> {
  const found = await ownTools.find(name);
  const builtIn = tools.tools.find((tool) => tool.key === name || tool.name === name);
  const [first] = found;
  if (first !== undefined && found.length === 1 && builtIn === undefined) return first.source;
  if (first !== undefined) {
    const files = found.map(({ source }) => source.filename);
    const all = builtIn === undefined ? files : [`the built-in ${builtIn.key}`, ...files];
    throw new FailureError(
      failure("bad_request", `There are several tools ${name}: ${all.join(", ")}.`, {
        advice:
          builtIn === undefined
            ? "Say which one by --tool-file FILE, or give one of the files another name."
            : `Say ${builtIn.key} for the built-in one, or --tool-file FILE for yours.`,
      }),
    );
  }
  try {
    return tools.find(name, method);
  } catch (error) {
    if (builtIn !== undefined) throw error;
    const own = [...new Set((await ownTools.find(null)).map(({ source }) => source.name))];
    if (own.length === 0) throw error;
    const reason = toFailure(error);
    throw new FailureError({ ...reason, advice: `${reason.advice} Yours are ${own.join(", ")}.` });
  }
}
