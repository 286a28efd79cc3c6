import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import { useStore } from "zustand";
import { formatBytes, formatCount, formatDuration, formatPlural } from "../../src-shared/format";
import styles from "./preview-pane.module.css";
import type { PreviewSide } from "./preview-side";

interface PreviewStatusProps {
  side: PreviewSide;
  problems: number;
  onProblems?: () => void;
  isOpen?: boolean;
}

const encoder = new TextEncoder();

/** One line about what is shown: how long it took, how large it is, and how many problems there are. */
export function PreviewStatus({ side, problems, onProblems, isOpen }: PreviewStatusProps) {
  const shown = useStore(side.view, (view) => view.shown);
  const ms = useStore(side.view, (view) => view.ms);
  const isStale = useStore(side.view, (view) => view.isStale);
  const size = useMemo(() => (shown === null ? 0 : encoder.encode(shown.output).length), [shown]);
  return (
    <footer className={styles.status}>
      <p className={styles.figures}>
        {shown !== null && (
          <>
            {isStale ? "Last output" : ms !== null && `Rendered in ${formatDuration(ms)}`}
            {" · "}
            {formatPlural(shown.lines.length, "line")}
            {" · "}
            <span title={`${formatCount(size)} bytes`}>{formatBytes(size)}</span>
          </>
        )}
      </p>
      {problems > 0 &&
        (onProblems === undefined ? (
          <span className={styles.count}>{formatPlural(problems, "problem")}</span>
        ) : (
          <button
            type="button"
            className={styles.problems}
            aria-expanded={isOpen}
            onClick={onProblems}
          >
            <CircleAlert size={13} aria-hidden /> {formatPlural(problems, "problem")}
          </button>
        ))}
    </footer>
  );
}
