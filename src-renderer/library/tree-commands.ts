import type { HostCommand } from "../hosts/host-commands";
import { modKey } from "../ui/keys";
import { chooseImport } from "./import-store";
import { canUndoFiles, exportFiles, undoLastFiles } from "./library-actions";
import type { LibraryKind } from "./library-kind";
import type { LibraryRow } from "./library-rows";
import { duplicateRow, folderAt, labelOf, moveRowTo, newFolder, removeRow } from "./tree-actions";
import { setRenaming } from "./tree-store";

function command(part: number, label: string, run: () => void, keys = ""): HostCommand {
  return { label, title: label, keys, part, run };
}

/** What can be done with a row of the tree; with the library as a whole where there is none. */
export function treeCommands(kind: LibraryKind, row: LibraryRow | undefined): HostCommand[] {
  const around = folderAt(row);
  const make = [
    command(2, `New ${kind.word}…`, () => kind.askForNew(around)),
    command(2, "New folder", () => void newFolder(kind, around)),
  ];
  const undo = canUndoFiles() ? [command(5, "Undo", undoLastFiles, `${modKey}+Z`)] : [];
  if (row === undefined) {
    return [...make, ...importCommands(kind), ...exportCommands(kind, null), ...undo];
  }
  if (row.kind === "child") return kind.child?.commands(row.child) ?? [];
  const paths = row.kind === "folder" ? [row.path] : row.entry.files;
  return [
    ...(row.kind === "entry"
      ? [command(1, "Open", () => kind.open(row.entry, false), "Enter")]
      : []),
    ...make,
    command(3, "Rename", () => setRenaming(kind.library, row.id), "F2"),
    ...(row.kind === "entry" ? [command(3, "Duplicate", () => void duplicateRow(kind, row))] : []),
    ...(row.parent === ""
      ? []
      : [command(3, "Move out of all folders", () => void moveRowTo(kind, row, ""))]),
    command(3, `Delete ${labelOf(row)}`, () => void removeRow(kind, row), "Del"),
    ...exportCommands(kind, paths),
    ...undo,
  ];
}

function importCommands({ library }: LibraryKind): HostCommand[] {
  return [
    command(3, "Import a zip…", () => void chooseImport(library, "zip")),
    command(3, "Import a folder…", () => void chooseImport(library, "folder")),
  ];
}

function exportCommands({ library }: LibraryKind, paths: readonly string[] | null): HostCommand[] {
  return [
    command(4, "Export as a zip…", () => void exportFiles(library, paths, "zip")),
    command(4, "Export to a folder…", () => void exportFiles(library, paths, "folder")),
  ];
}
