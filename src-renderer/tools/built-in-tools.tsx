import { useMemo, useRef } from "react";
import type { PlacedCall } from "../calls/call-places";
import { Button } from "../ui/button";
import styles from "./built-in-tools.module.css";
import { toolRows } from "./tool-rows";
import { ToolTree } from "./tool-tree";
import { loadTools, useTools } from "./tools-store";

interface BuiltInToolsProps {
  filter: string;
  /** The saved calls of each, by its key. */
  calls: ReadonlyMap<string, readonly PlacedCall[]>;
  /** Called before a typed character goes into the filter. */
  onType: () => void;
}

/** The tools that come with the app, with their methods. */
export function BuiltInTools({ filter, calls, onType }: BuiltInToolsProps) {
  const { builtIn, snippets, failure, unfolded, foldedCalls } = useTools();
  const rows = useMemo(() => {
    // Snippets are in their gallery; here are those that one has saved calls of.
    const used = snippets.filter(({ key }) => calls.has(key));
    return toolRows([...(builtIn ?? []), ...used], filter, { unfolded, foldedCalls, calls });
  }, [builtIn, snippets, filter, unfolded, foldedCalls, calls]);
  const tree = useRef<HTMLDivElement>(null);
  return (
    <section className={styles.box} aria-labelledby="built-in-tools" data-pane="built-in-tools">
      <h3 id="built-in-tools" className={styles.heading}>
        Built in
      </h3>
      {failure !== null && (
        <div className={styles.problem} role="alert">
          <p className="selectable">{failure.message}</p>
          <Button onClick={() => void loadTools()}>Read the tools again</Button>
        </div>
      )}
      {builtIn !== null && rows.length === 0 && filter !== "" && (
        <p className={styles.none}>
          No tool, method or call has “{filter}” in its name or summary.
        </p>
      )}
      <ToolTree rows={rows} treeRef={tree} onType={onType} />
    </section>
  );
}
