import { selectHosts } from "../../src-shared/host-selector";
import { callNameOf, callPathOf, type SavedCall, toolFolderOf } from "../../src-shared/saved-call";
import { fillForm } from "../console/console-store";
import { connectHost } from "../hosts/choose-host";
import { useHosts } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import {
  copyFiles,
  exportFiles,
  failureWords,
  followMoved,
  freePath,
  moveFiles,
  removeFiles,
} from "../library/library-actions";
import { libraryList } from "../library/library-store";
import { setFolderFolded } from "../library/tree-store";
import { notify, useShell } from "../shell/shell-store";
import { ownCall } from "../tools/own-tool-sessions";
import { wireKey } from "../tools/own-tools-store";
import { openCallDialog } from "./call-dialog-store";
import { formOfCall, sentArguments } from "./call-parts";
import { type CallTarget, targetOf } from "./call-tool";
import { savedCallFile } from "./saved-calls-store";

/** A saved call that can be made; its problem is shown where it cannot. */
export async function usableCall(path: string): Promise<(CallTarget & { call: SavedCall }) | null> {
  const file = savedCallFile(path);
  if (file === undefined) {
    notify(`${callNameOf(path)} is not there any more.`);
    return null;
  }
  const { read } = file;
  if (!read.ok) {
    openCallDialog({ kind: "problem", path, words: lineWords(read.problem) });
    return null;
  }
  const found = await targetOf(path, read.call);
  if (found.kind === "target") return { ...found, call: read.call };
  openCallDialog({ kind: "problem", path, words: found.words, canChoose: found.canChoose });
  return null;
}

function lineWords({ line, message }: { line: number; message: string }): string {
  return `Line ${line}: ${message}`;
}

/** Puts a saved call into the form of a host's console: of the shown host if it is meant for that, else of the first. */
export async function openSavedCall(path: string): Promise<void> {
  const usable = await usableCall(path);
  if (usable === null) return;
  const { call, tool, method } = usable;
  const { hosts, problems } = selectHosts(useHosts.getState().hosts ?? [], call.hosts);
  const { tabs, activeTabId } = useShell.getState();
  const tab = tabs.find(({ id }) => id === activeTabId);
  const shown = hosts.find(({ id }) => tab?.kind === "host" && tab.hostId === id);
  const host = shown ?? hosts[0];
  if (host === undefined) {
    openCallDialog({ kind: "problem", path, words: `${problems.join(" ")} Mend "hosts".` });
    return;
  }
  const { form, isWhole } = formOfCall(method, call);
  const timeout = call.deadline === null ? "" : String(call.deadline);
  fillForm(host.id, { choice: { toolKey: tool.key, method: method.name }, form, timeout }, path);
  connectHost(host.id);
  if (!isWhole) {
    notify(`Not all of ${callNameOf(path)} fits the form. Run it to call it as it is saved.`);
  }
}

/** A method of a tool of the user's. */
interface ChosenMethod {
  /** Of the tool's file. */
  path: string;
  tool: string;
  method: string;
}

/**
 * Has a saved call be one of another method.
 * @param isSaid whether what goes wrong is said by a notice
 * @returns what is wrong, or null
 */
export async function chooseCallTool(
  path: string,
  { path: toolPath, tool, method }: ChosenMethod,
  isSaid = false,
): Promise<string | null> {
  const wrong = await followMoved(
    "tools",
    ipc.chooseCallTool({ path, toolPath, tool, method }),
    `${callNameOf(path)} calls ${tool}.${method} of ${toolPath} now.`,
  );
  if (wrong === null) setFolderFolded("tools", toolPath, false);
  else if (isSaid) notify(wrong);
  return wrong;
}

export function isCallThere(path: string): boolean {
  return libraryList("tools")?.files.some((file) => file.path === path) ?? false;
}

/** @returns what is wrong, or null */
export async function renameCall(path: string, name: string): Promise<string | null> {
  const to = callPathOf(toolFolderOf(path), name);
  if (to === path) return null;
  return await moveFiles("tools", [{ from: path, to }], `${callNameOf(path)} is now ${name}.`);
}

export async function duplicateCall(path: string): Promise<void> {
  const to = freePath("tools", path);
  const wrong = await copyFiles("tools", [{ from: path, to }]);
  notify(wrong ?? `${callNameOf(to)} is a copy of ${callNameOf(path)}.`);
}

export async function deleteCall(path: string): Promise<void> {
  const wrong = await removeFiles("tools", [path], `${callNameOf(path)} was deleted.`);
  if (wrong !== null) notify(wrong);
}

export function copyCallText(path: string): void {
  const text = savedCallFile(path)?.text ?? "";
  navigator.clipboard.writeText(text).then(
    () => notify(`The text of ${callNameOf(path)} is in the clipboard.`),
    () => notify("The clipboard refused it."),
  );
}

export async function showCallFile(path: string): Promise<void> {
  const reply = await ipc.libraryShow({ library: "tools", path });
  if (!reply.ok) notify(failureWords(reply.failure));
}

export function exportCall(path: string): void {
  void exportFiles("tools", [path], "folder");
}

/** Has the keyring forget what it remembers for this call. */
export async function forgetSecrets(path: string): Promise<void> {
  const usable = await usableCall(path);
  if (usable === null) return;
  const { tool, method, call } = usable;
  const own = ownCall(tool.key);
  const reply = await ipc.forgetCallSecrets({
    tool: wireKey(tool.key),
    ...(own !== null && { own: own.ref }),
    method: method.name,
    ...sentArguments(call),
  });
  if (!reply.ok) notify(failureWords(reply.failure));
  else {
    const words = `No secret of ${callNameOf(path)} is remembered`;
    notify(reply.value === 0 ? `${words}.` : `${words} any more.`);
  }
}
