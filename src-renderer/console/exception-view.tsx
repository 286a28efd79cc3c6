import type { Frame, RemoteException } from "../../src-shared/failure";
import { openToolSource } from "../tools/open-source";
import { classes } from "../ui/classes";
import { CopyButton } from "../ui/copy-button";
import { exceptionChain } from "./exception-chain";
import styles from "./exception-view.module.css";
import { tracebackText } from "./traceback-text";

/** An exception of a target: type and message first, then where it came from, then what it came from. */
export function ExceptionView({ exception }: { exception: RemoteException }) {
  return (
    <div className={styles.exception}>
      {exceptionChain(exception).map(({ exception: each, link }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the links of one unchanging chain
        <section key={i} className={styles.link}>
          {link !== null && <p className={styles.because}>{link}</p>}
          <div className={styles.head} role={i === 0 ? "alert" : undefined}>
            <p className={classes(styles.title, "selectable")}>
              <span className={styles.type}>{each.type}</span>
              {each.message !== "" && <span>{each.message}</span>}
            </p>
            {i === 0 && (
              <CopyButton label="Copy the traceback" text={() => tracebackText(exception)} />
            )}
          </div>
          {each.notes.map((note) => (
            <p key={note} className={classes(styles.note, "selectable")}>
              {note}
            </p>
          ))}
          {each.frames.length > 0 && <Frames frames={each.frames} />}
        </section>
      ))}
    </div>
  );
}

/** The frames, innermost last as Python prints them. Those of tool source stand out and lead to it. */
function Frames({ frames }: { frames: readonly Frame[] }) {
  return (
    <ol className={styles.frames} aria-label="Traceback, most recent call last">
      {frames.map((frame, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the frames of one unchanging traceback
        <li key={i} className={classes(styles.frame, frame.module !== null && styles.own)}>
          <p className={classes(styles.place, "selectable")}>
            {frame.module === null ? (
              <span className={styles.file}>{frame.file}</span>
            ) : (
              <SourceLink module={frame.module} line={frame.line} file={frame.file} />
            )}
            <span className={styles.line}>line {frame.line}</span>
            <span className={styles.function}>{frame.function}</span>
          </p>
          {frame.source.trim() !== "" && (
            <pre className={classes(styles.source, "selectable")}>{frame.source.trim()}</pre>
          )}
        </li>
      ))}
    </ol>
  );
}

interface SourceLinkProps {
  module: string;
  line: number;
  file: string;
}

function SourceLink({ module, line, file }: SourceLinkProps) {
  return (
    <button
      type="button"
      className={styles.sourceLink}
      data-pane-focus
      title={`Show line ${line} of ${module}`}
      onClick={() => openToolSource(module, line, file)}
    >
      {module}
    </button>
  );
}
