import { useMemo, useRef } from "react";
import { galleryEntries, searchGallery } from "../../src-shared/gallery-search";
import { isToolFile } from "../../src-shared/own-tool";
import { useSavedCalls } from "../calls/saved-calls-store";
import { useLibrary } from "../library/library-store";
import { useOwnTools } from "../tools/own-tools-store";
import { Button } from "../ui/button";
import { SearchField } from "../ui/search-field";
import { EntryDetail } from "./entry-detail";
import { GalleryList } from "./gallery-list";
import styles from "./gallery-tab.module.css";
import { useOwnSources } from "./own-sources";
import { loadSnippets, searchSnippets, useSnippets } from "./snippets-store";

/** Examples to look at, to call as they are and to copy; the user's own tools and saved calls are found with them. */
export function GalleryTab() {
  const { snippets, failure, search, chosenId } = useSnippets();
  const files = useOwnTools((state) => state.files);
  const sources = useOwnSources();
  const calls = useSavedCalls((state) => state.files);
  const library = useLibrary("tools")?.files;
  const entries = useMemo(() => {
    const paths = (library ?? []).map(({ path }) => path).filter(isToolFile);
    // What a file has is known a moment later.
    const own = paths.map((path) => ({ path, tools: files.get(path)?.tools ?? [] }));
    // One that cannot be read is told of in the sidebar.
    const saved = [...calls.values()].flatMap(({ path, text, read }) =>
      read.ok ? [{ path, text, saved: read.call }] : [],
    );
    return galleryEntries(snippets ?? [], own, sources, saved);
  }, [snippets, library, files, sources, calls]);
  const found = useMemo(() => searchGallery(entries, search), [entries, search]);
  const shown = found.find(({ entry }) => entry.id === chosenId) ?? found[0];
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  return (
    <article className={styles.tab} aria-label="Snippets">
      <h1 className="visually-hidden">Snippets</h1>
      <div className={styles.columns}>
        <section className={styles.side} aria-label="Gallery" data-pane="gallery">
          <SearchField
            ref={field}
            label="Search snippets and your tools"
            placeholder="Search snippets"
            className={styles.search}
            value={search}
            onChange={searchSnippets}
            data-tab-focus
            data-pane-focus
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown") return;
              event.preventDefault();
              list.current?.focus();
            }}
          />
          {failure !== null && (
            <div className={styles.problem} role="alert">
              <p className="selectable">{failure.message}</p>
              <Button onClick={() => void loadSnippets()}>Read the snippets again</Button>
            </div>
          )}
          {snippets !== null && found.length === 0 && (
            <p className={styles.none} role="status">
              Nothing has “{search}” in its name, its docs or its source.
            </p>
          )}
          <GalleryList
            found={found}
            shown={shown}
            listRef={list}
            onType={() => field.current?.focus()}
          />
        </section>
        {shown !== undefined && <EntryDetail key={shown.entry.id} found={shown} />}
      </div>
    </article>
  );
}
