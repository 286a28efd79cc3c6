import type { Usage } from "./fact-rows";
import styles from "./facts.module.css";

/** From here on, something is nearly full. */
const FULL = 0.9;

interface UsageListProps {
  usages: readonly Usage[];
  label: string;
  /** Whether the names are paths. */
  isPaths?: boolean;
}

/** How much of each is used: a small bar, and the same in words. */
export function UsageList({ usages, label, isPaths = false }: UsageListProps) {
  return (
    <ul aria-label={label}>
      {usages.map(({ name, part, words, error, title }) => (
        <li key={name} className={styles.usage} title={title === "" ? undefined : title}>
          {isPaths ? <code className={styles.point}>{name}</code> : <span>{name}</span>}
          {error === null ? (
            <>
              <span className={styles.percent}>
                {part === null ? "" : `${Math.round(part * 100)}\u202f%`}
              </span>
              <span
                className={styles.track}
                data-full={(part !== null && part >= FULL) || undefined}
                aria-hidden
              >
                <span style={{ width: `${(part ?? 0) * 100}%` }} />
              </span>
              <span className={styles.words}>
                {words}
                {part !== null && part >= FULL && <span className={styles.full}> nearly full</span>}
              </span>
            </>
          ) : (
            <span className={styles.missingUsage}>Missing: {error}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
