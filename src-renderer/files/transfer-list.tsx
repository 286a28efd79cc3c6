import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { formatCount } from "../../src-shared/format";
import { isUnderWay, type Transfer } from "../../src-shared/transfer";
import { ipc } from "../ipc";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import styles from "./transfer-list.module.css";
import { TransferRow } from "./transfer-row";
import { runningWords } from "./transfer-words";
import { transfersOf, useTransfers } from "./transfers-store";

const ROW = 48;

const idsOf = (transfers: readonly Transfer[]) => transfers.map(({ id }) => id);

/** What is on its way to a host and from it, and what became of the rest, the newest first. */
export function TransferList({ hostId }: { hostId: string }) {
  const all = useTransfers((state) => state.all);
  const rows = useMemo(() => transfersOf(all, hostId).reverse(), [all, hostId]);
  const [isOpen, setOpen] = useState(true);
  if (rows.length === 0) return null;
  const moving = rows.filter(isUnderWay);
  const failed = rows.filter(({ state }) => state.kind === "failed");
  const ended = rows.filter((each) => !isUnderWay(each));
  const summary = [
    runningWords(rows),
    failed.length > 0 ? `${failed.length} failed` : null,
    moving.length + failed.length === 0 ? `${formatCount(ended.length)} finished` : null,
  ];
  return (
    <section className={styles.transfers} aria-label="Transfers">
      <header className={styles.head}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight
            size={13}
            aria-hidden
            className={classes(styles.chevron, isOpen && styles.unfolded)}
          />
          Transfers
        </button>
        <span className={styles.summary}>{summary.filter(Boolean).join(" · ")}</span>
        {failed.length > 1 && (
          <Button variant="quiet" onClick={() => void ipc.resumeTransfers(idsOf(failed))}>
            Resume all
          </Button>
        )}
        {moving.length > 1 && (
          <Button variant="quiet" onClick={() => void ipc.cancelTransfers(idsOf(moving))}>
            Cancel all
          </Button>
        )}
        {ended.length > 0 && (
          <Button variant="quiet" onClick={() => void ipc.clearTransfers(idsOf(ended))}>
            Clear finished
          </Button>
        )}
      </header>
      {isOpen && <Rows rows={rows} />}
    </section>
  );
}

function Rows({ rows }: { rows: readonly Transfer[] }) {
  const boxRef = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => boxRef.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
  });
  return (
    <div ref={boxRef} className={styles.box}>
      <ul className={styles.space} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const transfer = rows[index];
          if (transfer === undefined) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.place}
              style={{ transform: `translateY(${start}px)` }}
            >
              <TransferRow transfer={transfer} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
