import { FailureError, failure } from "../../src-shared/failure";
import { type LibraryChange, type LibraryMove, samePathKey } from "../../src-shared/library";
import { isToolFile } from "../../src-shared/own-tool";
import {
  callNameOf,
  callPathOf,
  isCallPath,
  readSavedCall,
  toolFolderOf,
  withCalled,
} from "../../src-shared/saved-call";
import type { TextEdit } from "../library/changes";
import type { Library } from "../library/library";

/** Moves files of tools, and has their saved calls go with them: a call lies beside its tool and names its file. */
export class ToolMoves {
  constructor(private readonly library: Pick<Library, "list" | "read" | "move">) {}

  /**
   * Moves or renames files and folders. The calls of each tool that moves alone are moved along and name its new
   * file, all of it or nothing; nothing else of their text is touched.
   * @returns the change, with all that was moved
   * @throws FailureError as `Library.move`
   */
  async move(moves: readonly LibraryMove[]): Promise<LibraryChange> {
    const { files } = await this.library.list();
    const paths = files.map(({ path }) => path);
    const taken = new Set(paths.map(samePathKey));
    const all = [...moves];
    const edits: TextEdit[] = [];
    for (const { from, to } of moves) {
      if (!isToolFile(from) || !isToolFile(to) || !paths.includes(from)) continue;
      for (const { path, text, mark } of await this.#callsOf(from, paths)) {
        const there = placeFor(path, folderOf(to), taken);
        if (there !== path) all.push({ from: path, to: there });
        const edited = withCalled(text, { file: nameOf(to) });
        if (edited !== text) edits.push({ path: there, text: edited, mark });
      }
    }
    return await this.library.move(all, edits);
  }

  /**
   * Has a saved call call another method, and lie beside the file of its tool.
   * @param toolPath the file of the tool
   * @param tool the class in it
   * @param method of the class
   * @throws FailureError `bad_request` where it is no saved call, and as `Library.move`
   */
  async chooseTool(
    path: string,
    toolPath: string,
    tool: string,
    method: string,
  ): Promise<LibraryChange> {
    const { text, mark } = await this.library.read(path);
    const read = readSavedCall(text);
    if (!read.ok || mark === null) {
      throw new FailureError(
        failure("bad_request", `${path} is no saved call.`, { advice: "Mend the file first." }),
      );
    }
    const { files } = await this.library.list();
    const taken = new Set(files.map((file) => samePathKey(file.path)));
    const there = placeFor(path, folderOf(toolPath), taken);
    const moves = there === path ? [] : [{ from: path, to: there }];
    const edited = withCalled(text, { tool, file: nameOf(toolPath), method });
    const edits = edited === text ? [] : [{ path: there, text: edited, mark }];
    return await this.library.move(moves, edits);
  }

  /** The saved calls of a file of tools; a file that cannot be read as one is of none. */
  async #callsOf(toolPath: string, paths: readonly string[]) {
    const beside = paths.filter(
      (path) => isCallPath(path) && toolFolderOf(path) === folderOf(toolPath),
    );
    const found: { path: string; text: string; mark: string }[] = [];
    for (const path of beside) {
      const { text, mark } = await this.library.read(path);
      const read = readSavedCall(text);
      if (read.ok && read.call.file === nameOf(toolPath) && mark !== null) {
        found.push({ path, text, mark });
      }
    }
    return found;
  }
}

/** Where a call of a tool in this folder lies: under its name, or with a number where another call has it there. */
function placeFor(path: string, folder: string, taken: Set<string>): string {
  if (toolFolderOf(path) === folder) return path;
  const name = callNameOf(path);
  let there = callPathOf(folder, name);
  for (let count = 2; taken.has(samePathKey(there)); count += 1) {
    there = callPathOf(folder, `${name}-${count}`);
  }
  taken.add(samePathKey(there));
  return there;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
