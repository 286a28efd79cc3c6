import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Failure } from "../../src-shared/failure";
import { CopyButton } from "./copy-button";
import styles from "./failure-view.module.css";

interface FailureViewProps {
  failure: Failure;
  /** What the lines are that are its evidence: `What ssh said`. */
  linesTitle?: string;
  children?: ReactNode;
}

/** What happened, the evidence, what to do; then what can be done here. */
export function FailureView(props: FailureViewProps) {
  const { failure, linesTitle = "In its own words", children } = props;
  return (
    <section className={styles.failure} role="alert">
      <div className={styles.head}>
        <CircleAlert size={16} aria-hidden className={styles.icon} data-code={failure.code} />
        <div className="selectable">
          <p className={styles.message}>{failure.message}</p>
          {failure.advice !== "" && <p className={styles.advice}>{failure.advice}</p>}
        </div>
      </div>
      {failure.lines.length > 0 && <Lines lines={failure.lines} title={linesTitle} />}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </section>
  );
}

/** The last line says the most. */
function showEnd(box: HTMLElement | null): void {
  if (box !== null) box.scrollTop = box.scrollHeight;
}

function Lines({ lines, title }: { lines: readonly string[]; title: string }) {
  return (
    <figure className={styles.lines}>
      <figcaption>
        {title}
        <CopyButton label="Copy the lines" text={() => lines.join("\n")} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre ref={showEnd} className="selectable" tabIndex={0}>
        {lines.join("\n")}
      </pre>
    </figure>
  );
}
