import { LibraryBig, Plus } from "lucide-react";
import { useMemo } from "react";
import { foundCalls, useCallPlaces } from "../calls/call-places";
import { LostCalls } from "../calls/lost-calls";
import { LibrarySidebar } from "../library/library-sidebar";
import { useLibrary } from "../library/library-store";
import { trees } from "../library/tree-store";
import { useShell } from "../shell/shell-store";
import { browseSnippets } from "../snippets/snippets-store";
import { IconButton } from "../ui/button";
import { BuiltInTools } from "./built-in-tools";
import { askForNewTool } from "./own-tool-dialog-store";
import { ownToolKind, ownToolRow } from "./own-tool-kind";
import { useOwnTools } from "./own-tools-store";

/** The user's own tools, and below them the built-in ones. One filter is for both. */
export function ToolsSidebar() {
  const list = useLibrary("tools");
  const files = useOwnTools((state) => state.files);
  const places = useCallPlaces();
  const filter = trees.tools((state) => state.filter);
  const entries = useMemo(
    () =>
      (list?.files ?? []).flatMap(({ path }) => {
        const row = ownToolRow(path, files.get(path), places.own.get(path));
        return row === null ? [] : [row];
      }),
    [list, files, places],
  );
  const shownPath = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "own-tool" ? tab.path : null;
  });
  return (
    <LibrarySidebar
      kind={ownToolKind}
      entries={entries}
      shownPath={shownPath}
      actions={
        <>
          <IconButton icon={LibraryBig} label="Browse snippets" onClick={browseSnippets} />
          <IconButton icon={Plus} label="New tool" onClick={() => askForNewTool()} />
        </>
      }
      below={(onType) => (
        <>
          <LostCalls calls={foundCalls(places.lost, filter)} onType={onType} />
          <BuiltInTools filter={filter} calls={places.builtIn} onType={onType} />
        </>
      )}
    />
  );
}
