import { type ReactNode, useMemo, useRef } from "react";
import { SidebarHeader } from "../shell/sidebar-header";
import { Button } from "../ui/button";
import { MoreMenu } from "../ui/more-menu";
import { SearchField } from "../ui/search-field";
import { ImportDialog } from "./import-dialog";
import type { LibraryKind } from "./library-kind";
import { type LibraryEntry, libraryRows } from "./library-rows";
import styles from "./library-sidebar.module.css";
import { loadLibrary, useLibrary, useLibraryFailure } from "./library-store";
import { LibraryTree } from "./library-tree";
import { treeCommands } from "./tree-commands";
import { setTreeFilter, trees } from "./tree-store";

interface LibrarySidebarProps {
  kind: LibraryKind;
  entries: readonly LibraryEntry[];
  /** The entry whose tab is shown. */
  shownPath: string | null;
  /** Buttons beside the title. */
  actions: ReactNode;
  /** What stands below the tree, which is only as high as its rows then; `onType` goes to the filter. */
  below?: (onType: () => void) => ReactNode;
}

/** A library in the sidebar: its tree, with a filter above. */
export function LibrarySidebar(props: LibrarySidebarProps) {
  const { kind, entries, shownPath, actions, below } = props;
  const { library, title, word } = kind;
  const { none, notFound } = kind.noneWords ?? {
    none: (folder) => `There is no ${word} yet. They are files in ${folder}.`,
    notFound: (words) => `No ${word} has “${words}” in its name.`,
  };
  const filterLabel = kind.filterLabel ?? `Filter ${title.toLowerCase()}`;
  const list = useLibrary(library);
  const failure = useLibraryFailure(library);
  const { filter, folded } = trees[library]();
  const rows = useMemo(() => {
    const folders = (list?.folders ?? []).filter((path) => !kind.hidesFolder?.(path));
    return libraryRows(folders, entries, filter, folded);
  }, [kind, list, entries, filter, folded]);
  const tree = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const onType = () => search.current?.focus();
  return (
    <>
      <SidebarHeader title={title}>
        <span className={styles.buttons}>
          {actions}
          <MoreMenu
            label={`More for ${kind.title.toLowerCase()}`}
            title={kind.title}
            commands={() => treeCommands(kind, undefined)}
          />
        </span>
      </SidebarHeader>
      <SearchField
        ref={search}
        label={filterLabel}
        placeholder={filterLabel}
        className={styles.filter}
        value={filter}
        onChange={(text) => setTreeFilter(library, text)}
        data-pane-focus
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          const filled = '[role="tree"]:not([data-empty])';
          const pane = event.currentTarget.closest('[data-pane="sidebar"]');
          (pane?.querySelector<HTMLElement>(filled) ?? tree.current)?.focus();
        }}
      />
      {failure !== null && (
        <div className={styles.problem} role="alert">
          <p className="selectable">{failure.message}</p>
          <Button onClick={() => void loadLibrary(library)}>Read the folder again</Button>
        </div>
      )}
      {list?.problems.map((problem) => (
        <p key={problem} className={styles.note} role="status">
          {problem}
        </p>
      ))}
      {list !== null && rows.length === 0 && (
        <p className={styles.none}>{filter === "" ? none(list.folder) : notFound(filter)}</p>
      )}
      <div className={below === undefined ? styles.whole : styles.part}>
        <LibraryTree kind={kind} rows={rows} shownPath={shownPath} treeRef={tree} onType={onType} />
      </div>
      {below?.(onType)}
      <ImportDialog library={library} title={title} preview={kind.importPreview} />
    </>
  );
}
