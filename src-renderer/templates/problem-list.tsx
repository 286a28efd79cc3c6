import { formatCount } from "../../src-shared/format";
import styles from "./problem-list.module.css";
import type { Problem } from "./problems";

/** As many as one reads; a loop can fail a thousand times. */
const MOST = 200;

/** What is wrong in the template or its data; a click goes there. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  return (
    <section className={styles.box} aria-label="Problems">
      <ul>
        {problems.slice(0, MOST).map((problem) => (
          <li key={problem.key}>
            <button type="button" className={styles.problem} onClick={problem.go}>
              <span className={styles.place}>
                {problem.where} {problem.line}:{problem.column}
              </span>
              <span className={styles.message}>{problem.message}</span>
              {problem.expression !== null && (
                <code className={styles.expression}>{problem.expression}</code>
              )}
            </button>
          </li>
        ))}
      </ul>
      {problems.length > MOST && (
        <p className={styles.more}>and {formatCount(problems.length - MOST)} more</p>
      )}
    </section>
  );
}
