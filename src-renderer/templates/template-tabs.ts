import { TEMPLATE_SUFFIX, type TemplateEntry, templatesOf } from "../../src-shared/template-files";
import { ipc } from "../ipc";
import { type Move, onFiles, unsavedFiles } from "../library/library-actions";
import {
  closeTab,
  moveTemplateTab,
  notify,
  openTemplateTab,
  showSection,
  useShell,
} from "../shell/shell-store";
import { knownSession, sessionOf } from "./template-sessions";

/** Has the tabs of templates follow their files, and opens those in which something was never saved. */
export function startTemplateTabs(): void {
  onFiles("templates", { moved: followTemplates, removed: closeTemplates });
  void openUnsaved();
}

const openTabs = () => useShell.getState().tabs.filter((tab) => tab.kind === "template");

const isBelow = (path: string, around: string) => path === around || path.startsWith(`${around}/`);

function moved(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ from }) => isBelow(path, from));
  return move === undefined ? path : move.to + path.slice(move.from.length);
}

/** Has the tabs of templates go on with their new paths, and with what is chosen in them. */
function followTemplates(moves: readonly Move[]): void {
  for (const { path } of openTabs()) {
    const to = moved(path, moves);
    if (to === path) continue;
    const choice = knownSession(path)?.state.getState().choice;
    // Made before the old one ends, so that what is typed passes from one to the other.
    const session = sessionOf(to);
    if (choice !== undefined) {
      const { dataSet } = choice;
      session.choose({ ...choice, dataSet: dataSet === null ? null : moved(dataSet, moves) });
    }
    moveTemplateTab(path, to);
  }
}

/** Closes the tabs of templates that were removed here. */
function closeTemplates(paths: readonly string[]): void {
  for (const { id, path } of openTabs()) {
    if (paths.some((each) => isBelow(path, each))) closeTab(id);
  }
}

/** Opens what was typed before the app ended and never saved; its tab says so. */
async function openUnsaved(): Promise<void> {
  const unsaved = await unsavedFiles("templates");
  if (unsaved.length === 0) return;
  const reply = await ipc.libraryList("templates");
  if (!reply.ok) return notify(reply.failure.message);
  // A template may be gone, and what was typed in it is not.
  const gone = unsaved.filter((path) => path.endsWith(TEMPLATE_SUFFIX));
  const paths = new Set([...reply.value.files.map(({ path }) => path), ...gone]);
  const templates = templatesOf([...paths]);
  const lost: string[] = [];
  for (const path of unsaved) {
    const entry = templates.find((each) => each.path === path || hasDataSet(each, path));
    if (entry === undefined) lost.push(path);
    else {
      openTemplateTab(entry.path);
      if (entry.path !== path) sessionOf(entry.path).choose({ dataSet: path, hostId: null });
    }
  }
  showSection("templates");
  if (lost.length > 0) {
    notify(`Unsaved text of ${lost.join(", ")} is kept: make a template beside it to see it.`);
  }
}

function hasDataSet({ dataSets }: TemplateEntry, path: string): boolean {
  return dataSets.some((set) => set.path === path);
}
