import { z } from "zod";
import type { Failure, Outcome } from "../../src-shared/failure";
import { formatPlural } from "../../src-shared/format";
import { printableName } from "../../src-shared/printable";
import { isTyped, type Value } from "../../src-shared/value";
import { copy } from "../hosts/host-actions";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { openFileDialog } from "./file-dialog-store";
import { type FileEntry, isCarried, isFolder, joinPath } from "./file-entry";
import { folderNow, openFolder, readAgain } from "./files-store";

const TOOL = "rmote.tools.fs.FileSystem";
const change = z.object({ changed: z.boolean() });

/** Why something cannot be done with a path, in a sentence of ours where there is one. */
export function refusalWords({ code, message, exception }: Failure, path: string): string {
  const shown = printableName(path);
  const words: Record<string, string> = {
    FileNotFoundError: `There is no ${shown}.`,
    NotADirectoryError: `${shown} is no folder.`,
    PermissionError: `You may not open ${shown} as this user.`,
  };
  if (code !== "tool_error" || exception === null) return message;
  return words[exception.type] ?? message;
}

async function callFiles(hostId: string, method: string, args: string[]) {
  const request = {
    callId: crypto.randomUUID(),
    hostId,
    tool: TOOL,
    method,
    args,
    kwargs: method === "remove" ? { recursive: true } : {},
    timeoutSeconds: null,
  };
  return await ipc.call(request, () => {});
}

/** What a method that changes something says of it; null for no answer of one. */
function isChanged(value: Value): boolean | null {
  const isTuple = typeof value === "object" && value !== null && isTyped(value);
  const fields = isTuple && value.$ === "namedtuple" ? Object.fromEntries(value.fields) : null;
  const result = change.safeParse(fields);
  return result.success ? result.data.changed : null;
}

/** What is wrong with the name of a new file or folder, or null. */
export function wrongName(name: string): string | null {
  if (name === "") return "Give it a name.";
  if (name === "." || name === "..") return "This name means a folder that is there already.";
  return /[/\0]/.test(name) ? "A name has no slash." : null;
}

/** @returns why it could not be made, or null */
export async function makeFolder(
  hostId: string,
  folder: string,
  name: string,
): Promise<string | null> {
  const outcome = await callFiles(hostId, "mkdir", [joinPath(folder, name)]);
  if (!outcome.ok) return outcome.failure.message;
  if (isChanged(outcome.value) === false) return "There is a folder of that name already.";
  if (folderNow(hostId).path === folder) await readAgain(hostId, name);
  return null;
}

/** @returns why it could not be renamed, or null */
export async function rename(
  hostId: string,
  folder: string,
  from: string,
  to: string,
): Promise<string | null> {
  if (from === to) return null;
  const outcome = await callFiles(hostId, "move", [joinPath(folder, from), joinPath(folder, to)]);
  if (!outcome.ok) {
    const isTaken = outcome.failure.exception?.type === "FileExistsError";
    return isTaken ? "There is something of that name already." : outcome.failure.message;
  }
  if (folderNow(hostId).path === folder) await readAgain(hostId, to);
  return null;
}

/**
 * Removes entries one after the other; the first that cannot be ends it.
 * @returns why, or null
 */
export async function remove(
  hostId: string,
  folder: string,
  entries: readonly FileEntry[],
): Promise<string | null> {
  let refused: string | null = null;
  let count = 0;
  for (const { name } of entries) {
    const outcome = await callFiles(hostId, "remove", [joinPath(folder, name)]);
    if (!outcome.ok) {
      refused = `${printableName(name)}: ${outcome.failure.message}`;
      break;
    }
    count += 1;
  }
  if (folderNow(hostId).path === folder) await readAgain(hostId);
  if (refused === null) notify(`${namesOf(entries)} ${count === 1 ? "was" : "were"} removed.`);
  return refused;
}

/** `nginx.conf`, or `3 entries`. */
export function namesOf(entries: readonly FileEntry[]): string {
  const [first] = entries;
  return entries.length === 1 && first !== undefined
    ? printableName(first.name)
    : formatPlural(entries.length, "entry", "entries");
}

/** Opens a folder; asks where a file is to be put. */
export function openEntry(hostId: string, entry: FileEntry): void {
  const { path } = folderNow(hostId);
  if (isFolder(entry)) void openFolder(hostId, joinPath(path, entry.name));
  else if (isCarried(entry)) void download(hostId, [entry]);
  else notify(whyNot(entry));
}

function whyNot({ name, type }: FileEntry): string {
  const shown = printableName(name);
  return type === "link"
    ? `${shown} is a link that leads to no file and no folder that you may look at.`
    : `${shown} is a device, pipe or socket: it has no content to download.`;
}

/** Fetches entries of the folder that is shown to where a person says. */
export async function download(hostId: string, entries: readonly FileEntry[]): Promise<void> {
  const { path } = folderNow(hostId);
  const odd = entries.find((entry) => !isCarried(entry));
  const [first] = entries;
  if (odd !== undefined) notify(whyNot(odd));
  if (odd !== undefined || first === undefined) return;
  const remotePaths = entries.map(({ name }) => joinPath(path, name));
  const isFile = entries.length === 1 && !isFolder(first);
  tellRefusal(await ipc.chooseDownload({ hostId, remotePaths, isFile }));
}

/** Sends what a person chooses into the folder that is shown. */
export async function upload(hostId: string, what: "files" | "folders"): Promise<void> {
  const { path } = folderNow(hostId);
  if (path === "") return;
  tellRefusal(await ipc.chooseUpload({ hostId, folder: path, what }));
}

/** Sends what was dropped from the desktop. */
export async function drop(hostId: string, folder: string, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const reply = await ipc.dropUpload({ hostId, folder, files });
  tellRefusal(reply);
  if (reply.ok && reply.value === 0) notify("What was dropped is no file of this machine.");
}

function tellRefusal(reply: Outcome<unknown>): void {
  if (!reply.ok) notify([reply.failure.message, reply.failure.advice].filter(Boolean).join(" "));
}

export function copyPaths(hostId: string, entries: readonly FileEntry[]): void {
  const { path } = folderNow(hostId);
  const paths = entries.length === 0 ? [path] : entries.map(({ name }) => joinPath(path, name));
  copy(paths.join("\n"), paths.length === 1 ? "Path" : `${paths.length} paths`);
}

export function askToRemove(hostId: string, entries: readonly FileEntry[]): void {
  const { path: folder } = folderNow(hostId);
  if (entries.length > 0) openFileDialog({ kind: "remove", hostId, folder, entries });
}

export function askToRename(hostId: string, entry: FileEntry | undefined): void {
  const { path: folder } = folderNow(hostId);
  if (entry !== undefined) openFileDialog({ kind: "rename", hostId, folder, entry });
}

export function askForFolder(hostId: string): void {
  const { path: folder } = folderNow(hostId);
  if (folder !== "") openFileDialog({ kind: "new-folder", hostId, folder });
}
