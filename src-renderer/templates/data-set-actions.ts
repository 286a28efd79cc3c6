import { addNames } from "../../src-shared/data-set";
import { dataSetPath } from "../../src-shared/template-files";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { formatOfPath } from "./context-source";
import { failureWords } from "./template-actions";
import { freeName } from "./template-name";
import type { TemplateSession } from "./template-session";
import { knownSession } from "./template-sessions";
import { templateOf } from "./templates-store";

const library = "templates";

/** Makes a data set with names in it and chooses it. @returns why it could not be made, or null */
export async function createDataSet(
  template: string,
  path: string,
  names: readonly string[],
  text = "",
): Promise<string | null> {
  const whole = names.length === 0 ? text : addNames(text, formatOfPath(path), [...names]);
  const reply = await ipc.librarySave({ library, path, text: whole, mark: null });
  if (!reply.ok) return failureWords(reply.failure);
  chooseDataSet(template, path);
  return null;
}

function chooseDataSet(template: string, dataSet: string | null): void {
  const session = knownSession(template);
  session?.choose({ ...session.state.getState().choice, dataSet });
}

/** Adds names that the template uses to the chosen data set; where none is chosen, one is made. */
export async function addMissingNames(
  session: TemplateSession,
  names: readonly string[],
): Promise<void> {
  const { dataSet } = session.state.getState().choice;
  if (dataSet === null) {
    const { path, dataSets } = templateOf(session.path);
    const name = freeName("example", (free) => dataSets.some((set) => set.name === free));
    const wrong = await createDataSet(path, dataSetPath(path, name, "yaml"), names);
    if (wrong !== null) notify(wrong);
    return;
  }
  const text = session.documents.textOf(dataSet);
  if (text === null) return;
  session.documents.edit(dataSet, addNames(text, formatOfPath(dataSet), [...names]));
}

/** Copies a data set as it is in its editor, and chooses the copy. */
export async function duplicateDataSet(session: TemplateSession, path: string): Promise<void> {
  const { dataSets } = templateOf(session.path);
  const set = dataSets.find((each) => each.path === path);
  const text = session.documents.textOf(path);
  if (set === undefined || text === null) return;
  const name = freeName(set.name, (free) => dataSets.some((each) => each.name === free));
  const copy = dataSetPath(session.path, name, set.format);
  const wrong = await createDataSet(session.path, copy, [], text);
  if (wrong !== null) notify(wrong);
}

/** Gives a data set another name, and keeps it chosen. @returns why that could not be done, or null */
export async function renameDataSet(
  template: string,
  path: string,
  to: string,
): Promise<string | null> {
  if (to === path) return null;
  const session = knownSession(template);
  // What was typed goes with it.
  const unsaved = await session?.documents.save();
  if (unsaved != null) return failureWords(unsaved);
  const reply = await ipc.libraryMove({ library, moves: [{ from: path, to }] });
  if (!reply.ok) return failureWords(reply.failure);
  session?.replace(path, to);
  return null;
}

/** Deletes a data set; a notice offers to take that back. */
export async function removeDataSet(session: TemplateSession, path: string): Promise<void> {
  const { dataSets } = templateOf(session.path);
  const reply = await ipc.libraryRemove({ library, paths: [path] });
  if (!reply.ok) return notify(failureWords(reply.failure));
  const { undoId } = reply.value;
  const name = dataSets.find((set) => set.path === path)?.name ?? path;
  session.replace(path, dataSets.find((set) => set.path !== path)?.path ?? null);
  notify(`Deleted the data set ${name}.`, {
    label: "Undo",
    run: () => {
      void ipc.libraryUndo({ undoId }).then((undone) => {
        if (undone.ok) chooseDataSet(session.path, path);
        else notify(failureWords(undone.failure));
      });
    },
  });
}
