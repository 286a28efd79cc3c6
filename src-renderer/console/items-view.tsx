import { type ReactNode, useMemo, useState } from "react";
import { formatCount } from "../../src-shared/format";
import { CopyButton } from "../ui/copy-button";
import { CopyButtons } from "./copy-buttons";
import { ItemRows, itemNumber, itemWords } from "./item-rows";
import { itemsOf, useItems } from "./items-store";
import styles from "./items-view.module.css";
import { RowTree, toggled } from "./row-tree";

interface ItemsViewProps {
  callId: string;
  isRunning: boolean;
  /** How the call ended, where that is to be said beside the items. */
  children: ReactNode;
}

/** What a call yields, as it comes. It follows the newest as long as one is at the end. */
export function ItemsView({ callId, isRunning, children }: ItemsViewProps) {
  useItems((state) => state.version);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set<string>());
  const items = itemsOf(callId);
  const rows = useMemo(() => new ItemRows(items, expanded), [items, expanded, items.next]);
  if (items.length === 0) {
    return (
      <section className={styles.items} aria-label="Items">
        <p className={styles.none}>
          {isRunning ? "Items appear here as they come." : "The method yielded no items."}
        </p>
        {children}
      </section>
    );
  }
  const isText = items.values().every((value) => typeof value === "string");
  return (
    <section className={styles.items} aria-label="Items">
      <header className={styles.header}>
        <span className={styles.count} title={itemWords(items)} data-testid="item-count">
          {itemWords(items)}
        </span>
        {isText && (
          <CopyButton
            label="Copy the items as lines of text"
            words="Text"
            text={() => items.values().join("\n")}
          />
        )}
        <CopyButtons value={() => items.values()} />
      </header>
      <div className={styles.list}>
        <RowTree
          rows={rows}
          label="Items"
          onToggle={(id, open) => setExpanded(toggled(expanded, id, open))}
          growth={{ end: items.next, gone: items.first }}
          gutter={{ text: itemNumber, width: Math.max(3, formatCount(items.next).length) }}
        />
      </div>
      {children}
    </section>
  );
}
