import { useMemo, useRef } from "react";
import { SidebarHeader } from "../shell/sidebar-header";
import { Button } from "../ui/button";
import { SearchField } from "../ui/search-field";
import { toolRows } from "./tool-rows";
import { ToolTree } from "./tool-tree";
import styles from "./tools-sidebar.module.css";
import { loadTools, setToolFilter, useTools } from "./tools-store";

export function ToolsSidebar() {
  const tools = useTools((state) => state.tools);
  const failure = useTools((state) => state.failure);
  const filter = useTools((state) => state.filter);
  const folded = useTools((state) => state.folded);
  const rows = useMemo(() => toolRows(tools ?? [], filter, folded), [tools, filter, folded]);
  const tree = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  return (
    <>
      <SidebarHeader title="Tools" />
      <SearchField
        ref={search}
        label="Filter tools"
        placeholder="Filter tools and methods"
        className={styles.filter}
        value={filter}
        onChange={setToolFilter}
        data-pane-focus
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          tree.current?.focus();
        }}
      />
      {failure !== null && (
        <div className={styles.problem} role="alert">
          <p className="selectable">{failure.message}</p>
          <Button onClick={() => void loadTools()}>Read the tools again</Button>
        </div>
      )}
      {tools !== null && rows.length === 0 && filter !== "" && (
        <p className={styles.none}>No tool or method has “{filter}” in its name or summary.</p>
      )}
      <ToolTree rows={rows} treeRef={tree} onType={() => search.current?.focus()} />
    </>
  );
}
