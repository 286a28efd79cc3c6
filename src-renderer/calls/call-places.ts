import { useMemo } from "react";
import { callNameOf, toolFolderOf, toolPathOfCall } from "../../src-shared/saved-call";
import { isSnippetModule } from "../../src-shared/snippet";
import { filterWords, isFound, type LibraryChild } from "../library/library-rows";
import { useLibrary } from "../library/library-store";
import { useOwnTools } from "../tools/own-tools-store";
import { useTools } from "../tools/tools-store";
import { type CallTrouble, findTarget, type KnownTools } from "./call-tool";
import { type SavedCallFile, useSavedCalls } from "./saved-calls-store";

/** A saved call as a row: beneath its tool, or among those that have none. */
export interface PlacedCall extends LibraryChild {
  trouble: CallTrouble | null;
}

/** Where each saved call stands in the sidebar. */
export interface CallPlaces {
  /** By the path of the file of the user's tool. */
  own: ReadonlyMap<string, readonly PlacedCall[]>;
  /** By the key of the built-in tool, or of the tool of a snippet. */
  builtIn: ReadonlyMap<string, readonly PlacedCall[]>;
  /** Those whose tool is not there, and files that are no saved call. */
  lost: readonly PlacedCall[];
}

/** Places calls in their order. One whose tool is there stands beneath it, even where something else is wrong. */
export function placeCalls(files: Iterable<SavedCallFile>, known: KnownTools): CallPlaces {
  const own = new Map<string, PlacedCall[]>();
  const builtIn = new Map<string, PlacedCall[]>();
  const lost: PlacedCall[] = [];
  const put = (to: Map<string, PlacedCall[]>, key: string, call: PlacedCall) =>
    to.set(key, [...(to.get(key) ?? []), call]);
  for (const file of files) {
    const { path, read } = file;
    const toolPath = read.ok ? toolPathOfCall(path, read.call) : null;
    const found = read.ok ? findTarget(path, read.call, known) : noCall(read.problem);
    const placed = placedCall(file, found?.kind === "trouble" ? found : null);
    const tool =
      toolPath === null && read.ok
        ? [...(known.builtIn ?? []), ...known.snippets].find(({ name, key }) =>
            isSnippetModule(key) ? key === read.call.tool : [name, key].includes(read.call.tool),
          )
        : undefined;
    if (toolPath !== null && (known.listed?.has(toolPath) ?? true)) put(own, toolPath, placed);
    else if (tool !== undefined) put(builtIn, tool.key, placed);
    // Where the built-in tools are not known yet it is not lost.
    else if (found !== null) lost.push(placed);
  }
  return { own, builtIn, lost };
}

function noCall({ line, message }: { line: number; message: string }): CallTrouble {
  const words = `Line ${line}: ${message}`;
  return { kind: "trouble", short: `line ${line}`, words, canChoose: false };
}

function placedCall({ path, read }: SavedCallFile, trouble: CallTrouble | null): PlacedCall {
  const base = { path, label: callNameOf(path), isWrong: trouble !== null, trouble };
  if (!read.ok) {
    return { ...base, detail: trouble?.short ?? "", title: trouble?.words ?? "", words: "" };
  }
  const { tool, method, description, hosts } = read.call;
  const called = `${tool.slice(tool.lastIndexOf(".") + 1)}.${method} on ${hosts.join(", ")}`;
  return {
    ...base,
    detail: trouble?.short ?? method,
    title: [trouble?.words ?? "", description, called].filter((each) => each !== "").join("\n"),
    words: [`${tool}.${method}`, description, ...hosts].join("\n"),
  };
}

/** Those that a filter finds. */
export function foundCalls(calls: readonly PlacedCall[], filter: string): readonly PlacedCall[] {
  const words = filterWords(filter);
  return words.length === 0 ? calls : calls.filter((call) => isFound(call, words));
}

/** `web/reload` for one that lies in the folder `web`, where no row around it says so. */
export function longName({ path, label }: PlacedCall): string {
  const folder = toolFolderOf(path);
  return folder === "" ? label : `${folder}/${label}`;
}

/** Where the saved calls stand now. */
export function useCallPlaces(): CallPlaces {
  const files = useSavedCalls((state) => state.files);
  const list = useLibrary("tools");
  const own = useOwnTools((state) => state.files);
  const builtIn = useTools((state) => state.builtIn);
  const snippets = useTools((state) => state.snippets);
  return useMemo(() => {
    const listed = list === null ? null : new Set(list.files.map(({ path }) => path));
    return placeCalls(files.values(), { listed, own, builtIn, snippets });
  }, [files, list, own, builtIn, snippets]);
}
