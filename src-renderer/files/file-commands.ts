import { modKey } from "../ui/keys";
import { type MenuCommand, paletteCommand } from "../ui/menu-command";
import { sortedEntries } from "./entry-rows";
import {
  askForFolder,
  askToRemove,
  askToRename,
  copyPaths,
  download,
  namesOf,
  openEntry,
  upload,
} from "./file-actions";
import { type FileEntry, isFolder } from "./file-entry";
import { folderNow, goUp, readAgain, toggleHidden, useFiles } from "./files-store";

/** The entries that are selected in the folder that is shown, in the order in which they are. */
export function selectedEntries(hostId: string): FileEntry[] {
  const { entries, selected } = folderNow(hostId);
  const chosen = entries.filter(({ name }) => selected.has(name));
  return sortedEntries(chosen, useFiles.getState().order);
}

/** What can be done with what is selected in the folder that is shown, and with the folder. */
export function fileCommands(hostId: string): MenuCommand[] {
  const { path } = folderNow(hostId);
  if (path === "") return [];
  const entries = selectedEntries(hostId);
  return [...entryCommands(hostId, entries), ...folderCommands(hostId)];
}

function entryCommands(hostId: string, entries: readonly FileEntry[]): MenuCommand[] {
  const [entry] = entries;
  if (entry === undefined) return [];
  const names = namesOf(entries);
  const isOne = entries.length === 1;
  return [
    ...(isOne && isFolder(entry)
      ? [
          paletteCommand(
            1,
            "Open",
            `Open the folder ${names}`,
            () => openEntry(hostId, entry),
            "Enter",
          ),
        ]
      : []),
    paletteCommand(1, "Download…", `Download ${names}…`, () => void download(hostId, entries)),
    ...(isOne
      ? [paletteCommand(2, "Rename…", `Rename ${names}…`, () => askToRename(hostId, entry), "F2")]
      : []),
    paletteCommand(2, "Remove…", `Remove ${names}…`, () => askToRemove(hostId, entries), "Del"),
    paletteCommand(
      2,
      isOne ? "Copy path" : "Copy paths",
      `Copy the path of ${names}`,
      () => copyPaths(hostId, entries),
      `${modKey}+C`,
    ),
  ];
}

function folderCommands(hostId: string): MenuCommand[] {
  const { showsHidden } = useFiles.getState();
  const hidden = showsHidden ? "Hide hidden files" : "Show hidden files";
  return [
    paletteCommand(3, "Upload files…", "Upload files…", () => void upload(hostId, "files")),
    paletteCommand(3, "Upload folders…", "Upload folders…", () => void upload(hostId, "folders")),
    paletteCommand(3, "New folder…", "New folder on the host…", () => askForFolder(hostId)),
    paletteCommand(4, "Folder above", "Go to the folder above", () => void goUp(hostId), "Alt+Up"),
    paletteCommand(4, "Read again", "Read the folder again", () => void readAgain(hostId), "F5"),
    paletteCommand(4, hidden, hidden, toggleHidden),
  ];
}
