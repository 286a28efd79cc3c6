import { flushSync } from "react-dom";
import { closeTab, hostTabId } from "../shell/shell-store";
import { goToRow, useHostList } from "./list-store";
import { neighbourOf } from "./selection";
import { rowsNow } from "./use-list-rows";

/**
 * For hosts that are about to go away. It looks now where they stand in the list.
 * @returns what closes their tabs once they are gone, and goes to the row beside them
 */
export function leaving(hostIds: readonly string[]): () => void {
  const gone = new Set(hostIds);
  const before = rowsNow();
  const after = rowsNow((host) => !gone.has(host.id));
  const { activeRowId } = useHostList.getState();
  const first = before.find((row) => row.kind === "host" && gone.has(row.host.id));
  const isActive = before.some(
    (row) => row.id === activeRowId && row.kind === "host" && gone.has(row.host.id),
  );
  const next = neighbourOf(before, after, isActive ? activeRowId : (first?.id ?? null));
  return () => {
    // The tab that is shown in their place says which host one is at: it must have done so before.
    flushSync(() => {
      for (const hostId of hostIds) closeTab(hostTabId(hostId));
    });
    if (next !== undefined) goToRow(next.id, next.kind === "host" ? [next.host.id] : []);
    document.querySelector<HTMLElement>("[data-host-list]")?.focus();
  };
}
