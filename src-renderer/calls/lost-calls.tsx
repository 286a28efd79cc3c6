import { type KeyboardEvent, useRef, useState } from "react";
import { classes } from "../ui/classes";
import { CommandMenu, isMenuKey, openMenuAt } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { useListKeys } from "../ui/use-list-keys";
import { openSavedCall } from "./call-actions";
import { callCommands } from "./call-commands";
import { longName, type PlacedCall } from "./call-places";
import { CallIcon, onCallKey } from "./call-row";
import { setDraggedCall } from "./dragged-call";
import styles from "./lost-calls.module.css";

interface LostCallsProps {
  calls: readonly PlacedCall[];
  /** Called before a typed character goes into the filter. */
  onType: () => void;
}

/** Saved calls that stand beneath no tool, each with the reason. Enter says more and lets one choose a tool. */
export function LostCalls({ calls, onType }: LostCallsProps) {
  if (calls.length === 0) return null;
  return (
    <section className={styles.box} aria-labelledby="lost-calls" data-pane="lost-calls">
      <h3 id="lost-calls" className={styles.heading}>
        Saved calls to mend
      </h3>
      <LostTree calls={calls} onType={onType} />
    </section>
  );
}

const rowId = (path: string) => `lost-call-${encodeURIComponent(path)}`;

function LostTree({ calls: rows, onType }: LostCallsProps) {
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
    const { shiftKey } = event;
    const key = hasMod(event) && !event.altKey ? `Mod+${event.key.toLowerCase()}` : event.key;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isMenuKey(event)) openMenuAt(rowId(row.path));
    else if (!onCallKey(row, key, shiftKey)) {
      if (isPlain && key.length === 1 && key !== " ") onType();
      return;
    }
    event.preventDefault();
  };
  const pathAt = (target: EventTarget) =>
    (target as Element).closest<HTMLElement>("[data-path]")?.dataset.path ?? row?.path ?? "";
  return (
    <CommandMenu
      content={() => ({
        label: rows.find(({ path }) => path === menuPath.current)?.label ?? "",
        commands: callCommands(menuPath.current),
      })}
    >
      <div
        role="tree"
        aria-label="Saved calls to mend"
        aria-activedescendant={row === undefined ? undefined : rowId(row.path)}
        tabIndex={0}
        className={styles.tree}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          menuPath.current = pathAt(event.target);
          setActivePath(menuPath.current);
        }}
      >
        {rows.map((call) => (
          <LostRow
            key={call.path}
            call={call}
            isActive={call === row}
            onOpen={() => {
              setActivePath(call.path);
              void openSavedCall(call.path);
            }}
          />
        ))}
      </div>
    </CommandMenu>
  );
}

interface LostRowProps {
  call: PlacedCall;
  isActive: boolean;
  onOpen: () => void;
}

function LostRow({ call, isActive, onOpen }: LostRowProps) {
  const { path, label, title, detail } = call;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={rowId(path)}
      data-path={path}
      role="treeitem"
      aria-level={1}
      aria-selected={isActive}
      aria-label={label}
      aria-description={title}
      title={title}
      className={classes(styles.row, isActive && styles.active)}
      draggable
      onDragStart={(event) => {
        setDraggedCall(path);
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", label);
      }}
      onDragEnd={() => setDraggedCall(null)}
      onClick={onOpen}
    >
      <span className={styles.icon} aria-hidden>
        <CallIcon isWrong />
      </span>
      <span className={styles.name}>{longName(call)}</span>
      <span className={styles.detail}>{detail}</span>
    </div>
  );
}
