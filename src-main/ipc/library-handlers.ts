import type { LibraryService } from "../library/library-service";
import type { ToolMoves } from "../tools/tool-moves";
import type { Dialogs } from "./dialogs";
import type { Handlers } from "./handlers";

type Channel =
  | "libraryList"
  | "libraryRead"
  | "librarySave"
  | "libraryMove"
  | "chooseCallTool"
  | "libraryRemove"
  | "libraryMakeFolder"
  | "libraryUndo"
  | "libraryDraft"
  | "libraryDrafts"
  | "libraryShow"
  | "libraryExport"
  | "chooseLibraryImport"
  | "libraryImport";

export function libraryHandlers(
  { libraries, toolMoves }: { libraries: LibraryService; toolMoves: ToolMoves },
  dialogs: Dialogs,
): Pick<Handlers, Channel> {
  return {
    libraryList: ({ library }) => libraries.of(library).list(),
    libraryRead: ({ library, path }) => libraries.of(library).read(path),
    librarySave: async ({ library, path, text, mark }) => ({
      mark: await libraries.of(library).save(path, text, mark),
    }),
    libraryMove: ({ library, moves }) =>
      library === "tools" ? toolMoves.move(moves) : libraries.of(library).move(moves),
    chooseCallTool: ({ path, toolPath, tool, method }) =>
      toolMoves.chooseTool(path, toolPath, tool, method),
    libraryRemove: ({ library, paths }) => libraries.of(library).remove(paths),
    libraryMakeFolder: ({ library, path }) => libraries.of(library).makeFolder(path),
    libraryUndo: ({ undoId }) => libraries.undo(undoId),
    libraryDraft: async ({ library, path, draft }) => {
      await libraries.of(library).draft(path, draft);
      return null;
    },
    libraryDrafts: async ({ library }) =>
      (await libraries.of(library).drafts()).map((path) => ({ path })),
    libraryShow: async ({ library, path }) => {
      dialogs.showFile(await libraries.of(library).fileOf(path));
      return null;
    },
    libraryExport: async ({ library, paths, as }) => {
      const target =
        as === "zip"
          ? await dialogs.saveFile(`Export ${library}`, `${library}.zip`)
          : await dialogs.openFolder(`The folder to export ${library} to`);
      if (target !== null) await libraries.export(library, paths, target, as);
      return target;
    },
    chooseLibraryImport: async ({ library, from }) => {
      const source =
        from === "zip"
          ? await dialogs.openFile("Zip files", ["zip"])
          : await dialogs.openFolder(`The folder to import ${library} from`);
      return source === null ? null : await libraries.preview(library, source, from);
    },
    libraryImport: ({ importId, paths, onConflict }) =>
      libraries.import(importId, paths, onConflict),
  };
}
