import { ipc } from "../ipc";
import { failureWords } from "../library/library-actions";
import { focusTab } from "../shell/focus";
import { notify, openOwnToolTab, showSection } from "../shell/shell-store";
import type { OwnToolSession } from "./own-tool-session";
import { ownToolSession } from "./own-tool-sessions";

/** Makes a file of own tools and shows it. @returns why it could not be made, or null */
export async function createOwnTool(path: string, text: string): Promise<string | null> {
  const reply = await ipc.librarySave({ library: "tools", path, text, mark: null });
  if (!reply.ok) return failureWords(reply.failure);
  // Where it is now is seen beside it.
  showSection("tools");
  openOwnToolTab(path);
  focusTab("start");
  return null;
}

/** Saves the text of an own tool. @returns why that could not be done, or null */
export async function saveOwnTool(session: OwnToolSession): Promise<string | null> {
  const failure = await session.documents.save();
  if (failure === null) return null;
  const words = failureWords(failure);
  notify(words);
  return words;
}

/** Shows a file of own tools, at a line of it where one is given, and goes there. */
export function showOwnTool(path: string, line?: number): void {
  openOwnToolTab(path);
  if (line === undefined) focusTab("start");
  else ownToolSession(path).goTo(line);
}
