import { isToolFile } from "../../src-shared/own-tool";
import { moveToolConsole } from "../console/console-store";
import { type Move, onFiles, unsavedFiles } from "../library/library-actions";
import {
  closeTab,
  moveOwnToolTab,
  openOwnToolTab,
  showSection,
  useShell,
} from "../shell/shell-store";
import { ownToolSession } from "./own-tool-sessions";

/** Has the tabs of own tools follow their files, and opens those in which something was never saved. */
export function startOwnToolTabs(): void {
  onFiles("tools", { moved: followTools, removed: closeTools });
  void openUnsaved();
}

const openTabs = () => useShell.getState().tabs.filter((tab) => tab.kind === "own-tool");

const isBelow = (path: string, around: string) => path === around || path.startsWith(`${around}/`);

function followTools(moves: readonly Move[]): void {
  for (const { path } of openTabs()) {
    const move = moves.find(({ from }) => isBelow(path, from));
    if (move === undefined) continue;
    const to = move.to + path.slice(move.from.length);
    // Made before the old one ends, so that what is typed passes from one to the other.
    const { hostId } = ownToolSession(path).state.getState();
    ownToolSession(to).state.setState({ hostId });
    moveToolConsole(path, to);
    moveOwnToolTab(path, to);
  }
}

function closeTools(paths: readonly string[]): void {
  for (const { id, path } of openTabs()) {
    if (paths.some((each) => isBelow(path, each))) closeTab(id);
  }
}

/** Opens what was typed before the app ended and never saved; its tab says so. */
async function openUnsaved(): Promise<void> {
  const unsaved = (await unsavedFiles("tools")).filter(isToolFile);
  if (unsaved.length === 0) return;
  for (const path of unsaved) openOwnToolTab(path);
  showSection("tools");
}
