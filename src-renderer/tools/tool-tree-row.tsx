import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { formatPlural } from "../../src-shared/format";
import { CallIcon, RunCallButton } from "../calls/call-row";
import { classes } from "../ui/classes";
import type { ToolRow } from "./tool-rows";
import styles from "./tool-tree.module.css";

export const rowElementId = ({ id }: ToolRow): string => `tool-row-${id}`;

export function labelOf(row: ToolRow): string {
  switch (row.kind) {
    case "tool":
      return row.tool.name;
    case "call":
      return row.call.label;
    case "methods":
      return `Methods of ${row.tool.name}`;
    case "method":
      return row.method.name;
  }
}

function titleOf(row: ToolRow): string {
  if (row.kind === "call") return row.call.title;
  if (row.kind === "methods") return formatPlural(row.count, "method");
  return row.kind === "tool" ? row.tool.summary : row.method.summary;
}

/** A row of the tree of built-in tools. */
export function ToolTreeRow({ row, isActive }: { row: ToolRow; isActive: boolean }) {
  const isFolded = row.kind === "tool" || row.kind === "methods" ? row.isFolded : undefined;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={rowElementId(row)}
      data-row-id={row.id}
      role="treeitem"
      aria-level={row.level}
      aria-selected={isActive}
      aria-expanded={isFolded === undefined ? undefined : !isFolded}
      aria-label={labelOf(row)}
      aria-description={row.kind === "call" ? row.call.title : undefined}
      title={titleOf(row)}
      className={classes(
        styles.row,
        styles[row.kind],
        row.level === 3 && styles.deep,
        isActive && styles.active,
      )}
    >
      <RowParts row={row} />
    </div>
  );
}

function RowParts({ row }: { row: ToolRow }): ReactNode {
  switch (row.kind) {
    case "tool":
      return (
        <>
          <Fold isFolded={row.isFolded} />
          <span className={styles.name}>{row.tool.name}</span>
          <span className={styles.summary}>{countOf(row)}</span>
        </>
      );
    case "call":
      return (
        <>
          <span className={styles.icon} aria-hidden>
            <CallIcon isWrong={row.call.isWrong} />
          </span>
          <span className={styles.name}>{row.call.label}</span>
          <span className={styles.detail} data-detail>
            {row.call.detail}
          </span>
          <RunCallButton {...row.call} />
        </>
      );
    case "methods":
      return (
        <>
          <Fold isFolded={row.isFolded} />
          <span className={styles.name}>Methods</span>
          <span className={styles.summary}>{row.count}</span>
        </>
      );
    case "method":
      return <code className={styles.name}>{row.method.name}</code>;
  }
}

/** What is folded; what is not, the rows below say. */
function countOf({ tool, calls, isFolded }: Extract<ToolRow, { kind: "tool" }>): string {
  if (calls === 0) return String(tool.methods.length);
  return isFolded ? formatPlural(calls, "call") : "";
}

/** For the pointer alone: the arrow keys fold. */
function Fold({ isFolded }: { isFolded: boolean }) {
  return (
    <span className={classes(styles.fold, !isFolded && styles.unfolded)} data-fold aria-hidden>
      <ChevronRight size={13} />
    </span>
  );
}
