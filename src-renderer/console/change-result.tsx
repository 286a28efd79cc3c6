import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import styles from "./change-result.module.css";
import type { ChangeValue } from "./change-value";
import { DiffBlock } from "./diff-block";
import { initiallyExpanded, valueRows } from "./value-rows";
import { ValueTree } from "./value-tree";

interface ChangeResultProps {
  change: ChangeValue;
  /** Whether it was only to tell what would change. */
  isDryRun: boolean;
  /** Makes the change of which a dry run told; undefined where there is no session. */
  onMake: (() => void) | undefined;
}

/** What a method did change, or would: whether it did at all, a line for each thing, the diff, and what else it says. */
export function ChangeResult({ change, isDryRun, onMake }: ChangeResultProps) {
  const { changed, changes, diff, rest } = change;
  return (
    <div className={styles.result}>
      <p className={styles.status} data-testid="change">
        <span
          className={classes(styles.mark, changed ? styles.changed : styles.same)}
          aria-hidden
        />
        <span className={styles.words}>{changeWords(changed, isDryRun)}</span>
        {changes.length > 1 && (
          <span className={styles.count}>{formatPlural(changes.length, "change")}</span>
        )}
        <span className={styles.space} />
        {isDryRun && <span className={styles.dry}>Dry run</span>}
        {isDryRun && changed && (
          <Button className={styles.make} disabled={onMake === undefined} onClick={onMake}>
            Make the change
          </Button>
        )}
      </p>
      {changes.length > 0 && (
        <ul
          className={classes(
            styles.changes,
            "selectable",
            diff === "" && (rest === null ? styles.large : styles.most),
          )}
          aria-label="Changes"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          {changes.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one unchanging result
            <li key={i}>{line}</li>
          ))}
        </ul>
      )}
      {diff !== "" && (
        <div className={classes(styles.diff, styles.large)}>
          <DiffBlock diff={diff} />
        </div>
      )}
      {rest !== null && (
        <div
          className={classes(styles.rest, diff === "" && styles.large)}
          style={
            diff === ""
              ? undefined
              : { height: valueRows(rest, initiallyExpanded(rest)).length * 22 + 12 }
          }
        >
          <ValueTree value={rest} label="Value" />
        </div>
      )}
    </div>
  );
}

function changeWords(changed: boolean, isDryRun: boolean): string {
  if (isDryRun) return changed ? "This would change" : "Nothing would change";
  return changed ? "Changed" : "Nothing to change";
}
