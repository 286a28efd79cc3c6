import { modKey } from "../ui/keys";
import { type MenuCommand, menuCommand } from "../ui/menu-command";
import { chooseImport } from "./import-store";
import { canUndoFiles, exportFiles, undoLastFiles } from "./library-actions";
import type { LibraryKind } from "./library-kind";
import type { LibraryRow } from "./library-rows";
import { duplicateRow, folderAt, labelOf, moveRowTo, newFolder, removeRow } from "./tree-actions";
import { setRenaming } from "./tree-store";

/** What can be done with a row of the tree; with the library as a whole where there is none. */
export function treeCommands(kind: LibraryKind, row: LibraryRow | undefined): MenuCommand[] {
  const around = folderAt(row);
  const make = [
    menuCommand(2, `New ${kind.word}…`, () => kind.askForNew(around)),
    menuCommand(2, "New folder", () => void newFolder(kind, around)),
  ];
  const undo = canUndoFiles() ? [menuCommand(5, "Undo", undoLastFiles, `${modKey}+Z`)] : [];
  if (row === undefined) {
    return [...make, ...importCommands(kind), ...exportCommands(kind, null), ...undo];
  }
  if (row.kind === "child") return kind.child?.commands(row.child) ?? [];
  const paths = row.kind === "folder" ? [row.path] : row.entry.files;
  return [
    ...(row.kind === "entry"
      ? [menuCommand(1, "Open", () => kind.open(row.entry, false), "Enter")]
      : []),
    ...make,
    menuCommand(3, "Rename", () => setRenaming(kind.library, row.id), "F2"),
    ...(row.kind === "entry"
      ? [menuCommand(3, "Duplicate", () => void duplicateRow(kind, row))]
      : []),
    ...(row.parent === ""
      ? []
      : [menuCommand(3, "Move out of all folders", () => void moveRowTo(kind, row, ""))]),
    menuCommand(3, `Delete ${labelOf(row)}`, () => void removeRow(kind, row), "Del"),
    ...exportCommands(kind, paths),
    ...undo,
  ];
}

function importCommands({ library }: LibraryKind): MenuCommand[] {
  return [
    menuCommand(3, "Import a zip…", () => void chooseImport(library, "zip")),
    menuCommand(3, "Import a folder…", () => void chooseImport(library, "folder")),
  ];
}

function exportCommands({ library }: LibraryKind, paths: readonly string[] | null): MenuCommand[] {
  return [
    menuCommand(4, "Export as a zip…", () => void exportFiles(library, paths, "zip")),
    menuCommand(4, "Export to a folder…", () => void exportFiles(library, paths, "folder")),
  ];
}
