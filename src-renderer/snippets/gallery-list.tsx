import type { KeyboardEvent, RefObject } from "react";
import type { Found } from "../../src-shared/gallery-search";
import { goToSavedCall } from "../calls/call-commands";
import { runSavedCall } from "../calls/run-store";
import { showOwnTool } from "../tools/own-tool-actions";
import { classes } from "../ui/classes";
import { useListKeys } from "../ui/use-list-keys";
import styles from "./gallery-tab.module.css";
import { chooseEntry } from "./snippets-store";

interface GalleryListProps {
  found: readonly Found[];
  shown: Found | undefined;
  listRef: RefObject<HTMLDivElement | null>;
  /** Called before a typed character goes into the search. */
  onType: () => void;
}

/**
 * What was found. Arrows show one beside the list, Enter goes to what can be done with it or opens it, Shift+Enter
 * runs a saved call, typing searches.
 */
export function GalleryList({ found, shown, listRef, onType }: GalleryListProps) {
  const active = shown === undefined ? 0 : found.indexOf(shown);
  const goTo = (index: number) => {
    const next = found[index];
    if (next === undefined) return;
    chooseEntry(next.entry.id);
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };
  const walk = useListKeys({ count: found.length, active, goTo, page: 8 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event) || shown === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.shiftKey && shown.entry.call !== null) {
      void runSavedCall(shown.entry.call.path);
    } else if (event.key === "Enter") goToEntry(shown);
    else if (event.key.length === 1 && event.key !== " ") return onType();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={listRef}
      role="listbox"
      aria-label="Snippets and your tools"
      aria-activedescendant={shown === undefined ? undefined : optionId(shown)}
      tabIndex={0}
      className={styles.list}
      onKeyDown={onKeyDown}
    >
      {found.map((each) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active row
        <div
          key={each.entry.id}
          id={optionId(each)}
          role="option"
          aria-selected={each === shown}
          className={classes(styles.row, each === shown && styles.active)}
          onClick={() => chooseEntry(each.entry.id)}
          onDoubleClick={() => goToEntry(each)}
        >
          <span className={styles.rowHead}>
            <span className={styles.rowTitle}>{each.entry.title}</span>
            {kindOf(each) !== "" && <span className={styles.kind}>{kindOf(each)}</span>}
          </span>
          {each.match === null ? (
            <span className={styles.rowText}>{each.entry.summary}</span>
          ) : (
            <span className={styles.rowText}>
              Line {each.match.line}: <code>{each.match.text}</code>
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

const optionId = ({ entry }: Found) => `gallery-${entry.id}`;

function kindOf({ entry }: Found): string {
  if (entry.call !== null) return "call";
  return entry.path === null ? "" : "yours";
}

function goToEntry({ entry, match }: Found): void {
  if (entry.call !== null) void goToSavedCall(entry.call.path);
  else if (entry.path !== null) showOwnTool(entry.path, match?.line);
  else document.querySelector<HTMLElement>("[data-entry-actions] button")?.focus();
}
