import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import type { Tool } from "../../src-shared/tool";
import { openSavedCall } from "../calls/call-actions";
import { callCommands } from "../calls/call-commands";
import { onCallKey } from "../calls/call-row";
import { undoLastFiles } from "../library/library-actions";
import { focusTab } from "../shell/focus";
import { openToolTab } from "../shell/shell-store";
import { showSnippetSource } from "../snippets/snippets-store";
import { CommandMenu, isMenuKey, openMenuAt } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { type MenuCommand, menuCommand } from "../ui/menu-command";
import { useListKeys } from "../ui/use-list-keys";
import { methodsId, type ToolRow } from "./tool-rows";
import styles from "./tool-tree.module.css";
import { labelOf, rowElementId, ToolTreeRow } from "./tool-tree-row";
import { setCallsFolded, setFolded } from "./tools-store";

interface ToolTreeProps {
  rows: readonly ToolRow[];
  treeRef: RefObject<HTMLDivElement | null>;
  onType: () => void;
}

/**
 * Tools with their saved calls and methods. Arrows walk and fold, Enter opens, Shift+Enter runs a call, the menu key
 * has the rest, typing filters.
 */
export function ToolTree({ rows, treeRef, onType }: ToolTreeProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const menuRow = useRef<ToolRow | undefined>(undefined);
  const active = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );
  const row = rows[active];
  const goTo = (index: number) => {
    const next = rows[index];
    if (next === undefined) return;
    setActiveId(next.id);
    document.getElementById(rowElementId(next))?.scrollIntoView({ block: "nearest" });
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: 15 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (row === undefined) return;
    const { shiftKey } = event;
    const key = hasMod(event) && !event.altKey ? `Mod+${event.key.toLowerCase()}` : event.key;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isMenuKey(event)) openMenuAt(rowElementId(row));
    else if (walk(event)) return;
    else if (key === "Mod+z") undoLastFiles();
    else if (row.kind === "call" && onCallKey(row.call, key, shiftKey)) {
      // Whoever deletes one goes on with the next.
      if (key === "Delete") setActiveId((rows[active + 1] ?? row).id);
    } else if (!isPlain) return;
    else if ((key === "Enter" || key === " ") && row.kind !== "call") {
      open(row);
      // Space looks on, Enter goes there.
      if (key === "Enter" && row.kind !== "methods") focusTab("start");
    } else if (key === "ArrowRight" && isFoldable(row)) {
      row.isFolded ? fold(row, false) : goTo(active + 1);
    } else if (key === "ArrowLeft" && isFoldable(row) && !row.isFolded) fold(row, true);
    else if (key === "ArrowLeft") goTo(parentOf(rows, row));
    else if (key.length === 1) return onType();
    else return;
    event.preventDefault();
  };
  const rowAt = (target: EventTarget) => {
    const id = (target as Element).closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
    return rows.find((each) => each.id === id);
  };
  return (
    <CommandMenu
      content={() => ({
        label: menuRow.current === undefined ? "Built-in tools" : labelOf(menuRow.current),
        commands: menuRow.current === undefined ? [] : commandsOf(menuRow.current),
      })}
    >
      <div
        ref={treeRef}
        role="tree"
        aria-label="Built-in tools"
        aria-activedescendant={row === undefined ? undefined : rowElementId(row)}
        tabIndex={0}
        className={styles.tree}
        data-empty={rows.length === 0 || undefined}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const clicked = rowAt(event.target);
          if (clicked === undefined) return;
          setActiveId(clicked.id);
          const isFold = (event.target as Element).closest("[data-fold]") !== null;
          if (isFold && isFoldable(clicked)) fold(clicked, !clicked.isFolded);
          else open(clicked);
        }}
        onContextMenu={(event) => {
          menuRow.current = rowAt(event.target);
          // There is nothing to be done with the list as a whole.
          if (menuRow.current === undefined) event.preventDefault();
          else setActiveId(menuRow.current.id);
        }}
      >
        {rows.map((each) => (
          <ToolTreeRow key={each.id} row={each} isActive={each === row} />
        ))}
      </div>
    </CommandMenu>
  );
}

type FoldableRow = Extract<ToolRow, { isFolded: boolean }>;

function isFoldable(row: ToolRow): row is FoldableRow {
  return row.kind === "tool" || row.kind === "methods";
}

function fold(row: FoldableRow, isFolded: boolean): void {
  if (row.kind === "tool" && row.calls > 0) setCallsFolded(row.tool.key, isFolded);
  else setFolded(row.tool.key, isFolded);
}

/** The place of the row that this one stands beneath. */
function parentOf(rows: readonly ToolRow[], { kind, tool }: ToolRow): number {
  const methods = kind === "method" ? rows.findIndex(({ id }) => id === methodsId(tool)) : -1;
  return methods === -1 ? rows.findIndex(({ id }) => id === tool.key) : methods;
}

function open(row: ToolRow): void {
  const { tool } = row;
  switch (row.kind) {
    case "call":
      void openSavedCall(row.call.path);
      return;
    case "methods":
      setFolded(tool.key, !row.isFolded);
      return;
    case "tool":
      setFolded(tool.key, false);
      setCallsFolded(tool.key, false);
      openSource(tool, tool.line);
      return;
    case "method":
      openSource(tool, row.method.line);
  }
}

function openSource({ key, module }: Tool, line: number): void {
  if (!showSnippetSource(module, line)) openToolTab(key, line);
}

function commandsOf(row: ToolRow): MenuCommand[] {
  if (row.kind === "call") return callCommands(row.call.path);
  const foldCommand = isFoldable(row)
    ? [menuCommand(1, row.isFolded ? "Unfold" : "Fold", () => fold(row, !row.isFolded))]
    : [];
  if (row.kind === "methods") return foldCommand;
  return [menuCommand(1, "Open its source", () => open(row), "Enter"), ...foldCommand];
}
