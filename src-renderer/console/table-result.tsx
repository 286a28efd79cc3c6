import { List, Table2 } from "lucide-react";
import { useState } from "react";
import { formatPlural } from "../../src-shared/format";
import type { Value } from "../../src-shared/value";
import { Button } from "../ui/button";
import styles from "./table-result.module.css";
import type { TableValue } from "./table-value";
import { TableView } from "./table-view";
import { ValueTree } from "./value-tree";

/** Records as a table, or as the tree that other values are. */
export function TableResult({ table, value }: { table: TableValue; value: Value }) {
  const [isTree, setTree] = useState(false);
  return (
    <div className={styles.result}>
      <header className={styles.header}>
        <span className={styles.count}>
          {formatPlural(table.records.length, "row")} of {table.type}
        </span>
        <Button
          variant="quiet"
          icon={isTree ? Table2 : List}
          className={styles.toggle}
          onClick={() => setTree(!isTree)}
        >
          {isTree ? "As a table" : "As a tree"}
        </Button>
      </header>
      <div className={styles.body}>
        {isTree ? (
          <ValueTree value={value} label="Value" />
        ) : (
          <TableView table={table} label="Value" />
        )}
      </div>
    </div>
  );
}
