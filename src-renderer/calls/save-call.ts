import { selectorOf } from "../../src-shared/host-selector";
import {
  callNameOf,
  callPathOf,
  isSecretLike,
  type SavedCall,
  savedCallText,
  toolFolderOf,
} from "../../src-shared/saved-call";
import { isSnippetModule } from "../../src-shared/snippet";
import type { ReadyCall } from "../console/console-store";
import type { Draft } from "../console/draft";
import { hostById } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import { failureWords } from "../library/library-actions";
import { folderOf, nameOf } from "../library/library-rows";
import { loadLibrary } from "../library/library-store";
import { setFolderFolded } from "../library/tree-store";
import { notify } from "../shell/shell-store";
import { knownToolSession } from "../tools/own-tool-sessions";
import { ownToolPath } from "../tools/own-tools-store";
import { setCallsFolded, toolByKey } from "../tools/tools-store";
import { savedArguments } from "./call-parts";
import { runSavedCall } from "./run-store";
import { savedCallFile } from "./saved-calls-store";

const OWN = "own-tool:";

/** The selector of the host that a console calls on. */
export function selectorOfConsole(consoleId: string): string {
  const hostId = consoleId.startsWith(OWN)
    ? knownToolSession(consoleId.slice(OWN.length))?.state.getState().hostId
    : consoleId;
  const host = hostId === undefined ? undefined : hostById(hostId);
  return host === undefined ? "" : selectorOf(host);
}

/** The folder that the tool of a call lies in; empty for a built-in tool and for the outermost. */
export function folderOfCall({ choice }: ReadyCall): string {
  const path = ownToolPath(choice.toolKey);
  return path === undefined ? "" : folderOf(path);
}

/** Names of parameters that look like a secret and whose value would be written down. */
export function openSecrets({ form }: ReadyCall): string[] {
  return [...form].flatMap(([name, { isGiven, draft }]) => {
    if (!isGiven || draft.kind === "secret") return [];
    return isSecretLike(name) ? [name] : openEntries(name, draft);
  });
}

function openEntries(name: string, draft: Draft): string[] {
  if (draft.kind === "optional") return draft.isSet ? openEntries(name, draft.inner) : [];
  if (draft.kind !== "dict") return [];
  return draft.entries.flatMap(({ key, value }) =>
    key.kind === "text" && isSecretLike(key.text.trim()) && value.kind !== "secret"
      ? [`${key.text.trim()} in ${name}`]
      : [],
  );
}

/**
 * Writes a call to its file.
 * @param replaced the file that was opened in the form, where it is to be written anew
 * @returns why it could not be written, or null
 */
export async function saveCall(
  ready: ReadyCall,
  path: string,
  { hosts, description }: Pick<SavedCall, "hosts" | "description">,
  replaced: string | null,
): Promise<string | null> {
  const { choice, timeoutSeconds } = ready;
  const own = ownToolPath(choice.toolKey);
  const call: SavedCall = {
    description,
    // Of a snippet the key, since a copy of it may have the name.
    tool: isSnippetModule(choice.toolKey)
      ? choice.toolKey
      : (toolByKey(choice.toolKey)?.name ?? choice.toolKey),
    file: own === undefined ? null : nameOf(own),
    method: choice.method,
    ...savedArguments(ready),
    hosts,
    deadline: timeoutSeconds,
  };
  const before = replaced === path ? savedCallFile(path) : undefined;
  const text = savedCallText(call, before?.text ?? null);
  const mark = before?.mark ?? null;
  const reply = await ipc.librarySave({ library: "tools", path, text, mark });
  if (!reply.ok) return failureWords(reply.failure);
  void loadLibrary("tools");
  // It can be seen where it stands now.
  if (own === undefined) setCallsFolded(choice.toolKey, false);
  else setFolderFolded("tools", own, false);
  notify(`${callNameOf(path)} is saved.`, { label: "Run", run: () => void runSavedCall(path) });
  return null;
}

/** Where a call of this name is written. */
export function pathFor(ready: ReadyCall, name: string): string {
  return callPathOf(folderOfCall(ready), name);
}

/** The saved call that the form came from, if it may be written anew: its tool lies where the call does. */
export function replaceable(ready: ReadyCall, savedPath: string | null): string | null {
  return savedPath !== null && toolFolderOf(savedPath) === folderOfCall(ready) ? savedPath : null;
}
