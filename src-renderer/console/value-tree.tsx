import { useMemo, useState } from "react";
import type { Value } from "../../src-shared/value";
import { RowTree, toggled } from "./row-tree";
import { initiallyExpanded, type TreeRows, valueRows } from "./value-rows";

/** A value as a tree. */
export function ValueTree({ value, label }: { value: Value; label: string }) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => initiallyExpanded(value));
  const rows = useMemo(() => rowsOf(value, expanded), [value, expanded]);
  return (
    <RowTree
      rows={rows}
      label={label}
      onToggle={(id, open) => setExpanded(toggled(expanded, id, open))}
    />
  );
}

function rowsOf(value: Value, expanded: ReadonlySet<string>): TreeRows {
  const rows = valueRows(value, expanded);
  return {
    count: rows.length,
    at: (index) => rows[index],
    isClose: (index) => rows[index]?.kind !== "node",
    indexOf: (id) => rows.findIndex((row) => row.id === id),
  };
}
