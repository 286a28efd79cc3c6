import { LOCAL_HOST_ID } from "../../src-shared/address";
import { connect } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import { failureWords } from "../library/library-actions";
import { focusTab } from "../shell/focus";
import { notify, openTemplateTab } from "../shell/shell-store";
import { exampleData, exampleTemplate } from "./example";
import type { TemplateSession } from "./template-session";
import { sessionOf } from "./template-sessions";

/** Makes a template in the user's folder and shows it. @returns why it could not be made, or null */
export async function createTemplate(path: string, text: string): Promise<string | null> {
  const reply = await ipc.librarySave({ library: "templates", path, text, mark: null });
  if (!reply.ok) return failureWords(reply.failure);
  openTemplateTab(path);
  focusTab("start");
  return null;
}

/** Makes the example and shows it with its data set and this machine's facts. */
export async function createExample(): Promise<void> {
  const { path, text } = exampleData;
  const reply = await ipc.librarySave({ library: "templates", path, text, mark: null });
  const failed = reply.ok ? null : failureWords(reply.failure);
  const wrong = failed ?? (await createTemplate(exampleTemplate.path, exampleTemplate.text));
  if (wrong !== null) return notify(wrong);
  const session = sessionOf(exampleTemplate.path);
  session.choose({ dataSet: path, hostId: null });
  session.choose({ dataSet: path, hostId: LOCAL_HOST_ID });
  void connect(LOCAL_HOST_ID);
}

/** Saves a template and its data sets. @returns why that could not be done, or null */
export async function saveTemplate(session: TemplateSession): Promise<string | null> {
  const failure = await session.documents.save();
  if (failure === null) return null;
  const words = failureWords(failure);
  notify(words);
  return words;
}
