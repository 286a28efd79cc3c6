import { Bookmark, Play, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { callNameOf, toolFolderOf } from "../../src-shared/saved-call";
import { undoLastFiles } from "../library/library-actions";
import { filterWords } from "../library/library-rows";
import { classes } from "../ui/classes";
import { CommandMenu } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { useListKeys } from "../ui/use-list-keys";
import { deleteCall, lineWords, openSavedCall } from "./call-actions";
import { callCommands } from "./call-commands";
import { openCallDialog } from "./call-dialog-store";
import { runSavedCall } from "./run-store";
import styles from "./saved-calls.module.css";
import { type SavedCallFile, useSavedCalls } from "./saved-calls-store";

interface SavedCallsProps {
  filter: string;
  /** Called before a typed character goes into the filter. */
  onType: () => void;
}

/** The saved calls of all tools. Enter opens one in its form, Shift+Enter runs it. */
export function SavedCalls({ filter, onType }: SavedCallsProps) {
  const files = useSavedCalls((state) => state.files);
  const rows = useMemo(() => {
    const words = filterWords(filter);
    return [...files.values()].filter((file) => {
      const text = textOf(file).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [files, filter]);
  if (files.size === 0) return null;
  return (
    <section className={styles.box} aria-labelledby="saved-calls" data-pane="saved-calls">
      <h3 id="saved-calls" className={styles.heading}>
        Saved calls
      </h3>
      {rows.length === 0 ? (
        <p className={styles.none}>No saved call has “{filter}” in it.</p>
      ) : (
        <CallTree rows={rows} onType={onType} />
      )}
    </section>
  );
}

function textOf({ path, read }: SavedCallFile): string {
  if (!read.ok) return path;
  const { tool, method, description, hosts } = read.call;
  return [path, `${tool}.${method}`, description, ...hosts].join("\n");
}

const rowId = (path: string) => `saved-call-${encodeURIComponent(path)}`;

function CallTree({ rows, onType }: { rows: readonly SavedCallFile[]; onType: () => void }) {
  const [activePath, setActivePath] = useState<string | null>(null);
  const menuPath = useRef("");
  const active = Math.max(
    0,
    rows.findIndex(({ path }) => path === activePath),
  );
  const row = rows[active];
  const goTo = (index: number) => {
    const next = rows[index];
    if (next === undefined) return;
    setActivePath(next.path);
    document.getElementById(rowId(next.path))?.scrollIntoView({ block: "nearest" });
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: 15 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (row === undefined || walk(event)) return;
    const { key, shiftKey } = event;
    const { path } = row;
    if (hasMod(event) && key.toLowerCase() === "z") undoLastFiles();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "ContextMenu" || (key === "F10" && shiftKey)) openMenuAt(path);
    else if (key === "Enter") void (shiftKey ? runSavedCall(path) : openSavedCall(path));
    else if (key === "F2") openCallDialog({ kind: "rename", path });
    else if (key === "Delete") void deleteCall(path);
    else if (key.length === 1 && key !== " ") return onType();
    else return;
    event.preventDefault();
  };
  const pathAt = (target: EventTarget) =>
    (target as Element).closest<HTMLElement>("[data-path]")?.dataset.path ?? row?.path ?? "";
  return (
    <CommandMenu
      content={() => ({
        label: callNameOf(menuPath.current),
        commands: callCommands(menuPath.current),
      })}
    >
      <div
        role="tree"
        aria-label="Saved calls"
        aria-activedescendant={row === undefined ? undefined : rowId(row.path)}
        tabIndex={0}
        className={styles.tree}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          menuPath.current = pathAt(event.target);
          setActivePath(menuPath.current);
        }}
      >
        {rows.map((file) => (
          <CallRow
            key={file.path}
            file={file}
            isActive={file === row}
            onOpen={() => {
              setActivePath(file.path);
              void openSavedCall(file.path);
            }}
          />
        ))}
      </div>
    </CommandMenu>
  );
}

interface CallRowProps {
  file: SavedCallFile;
  isActive: boolean;
  onOpen: () => void;
}

function CallRow({ file, isActive, onOpen }: CallRowProps) {
  const { path, read } = file;
  const folder = toolFolderOf(path);
  const name = callNameOf(path);
  const called = read.ok ? `${read.call.tool}.${read.call.method}` : "no saved call";
  const title = read.ok
    ? [read.call.description, `${called} on ${read.call.hosts.join(", ")}`]
        .filter(Boolean)
        .join("\n")
    : lineWords(read.problem);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={rowId(path)}
      data-path={path}
      role="treeitem"
      aria-level={1}
      aria-selected={isActive}
      aria-label={name}
      aria-description={title}
      title={title}
      className={classes(styles.row, isActive && styles.active)}
      onClick={onOpen}
    >
      <span className={classes(styles.icon, !read.ok && styles.wrong)} aria-hidden>
        {read.ok ? <Bookmark size={13} /> : <TriangleAlert size={13} />}
      </span>
      <span className={styles.name}>
        {folder !== "" && <span className={styles.folder}>{folder}/</span>}
        {name}
      </span>
      <span className={styles.detail}>{called}</span>
      {/* For the pointer alone: Shift+Enter runs. */}
      <button
        type="button"
        aria-hidden
        tabIndex={-1}
        title={`Run ${name}`}
        className={styles.run}
        onClick={(event) => {
          event.stopPropagation();
          void runSavedCall(path);
        }}
      >
        <Play size={12} />
      </button>
    </div>
  );
}

/** Asks for the menu where the row is, since the keyboard has no pointer. */
function openMenuAt(path: string): void {
  const element = document.getElementById(rowId(path));
  if (element === null) return;
  const { left, bottom } = element.getBoundingClientRect();
  const at = { clientX: left + 24, clientY: bottom };
  element.dispatchEvent(
    new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }),
  );
}
