import { Check, CircleAlert, Equal, LoaderCircle } from "lucide-react";
import { useMemo } from "react";
import type { ApplyOutcome, ChangeGroup } from "../../src-shared/apply";
import { formatPlural } from "../../src-shared/format";
import { classes } from "../ui/classes";
import styles from "./apply-panel.module.css";
import { groupTitle, isDone, lineCounts, nameOf } from "./apply-words";

interface GroupProps {
  group: ChangeGroup;
  isShown: boolean;
  left: ReadonlySet<string>;
  applied: ReadonlyMap<string, ApplyOutcome>;
  isApplying: boolean;
  onShow: () => void;
  onLeave: (hostIds: readonly string[], isLeft: boolean) => void;
}

/** Hosts with the same change: all of them, or some, are chosen. */
export function ApplyGroup({
  group,
  isShown,
  left,
  applied,
  isApplying,
  onShow,
  onLeave,
}: GroupProps) {
  const { hostIds, isSame, current, rendered } = group;
  const counts = useMemo(() => lineCounts(current, rendered), [current, rendered]);
  const open = hostIds.filter((id) => !isDone(applied.get(id)));
  const chosen = open.filter((id) => !left.has(id)).length;
  const title = `${groupTitle(group)} on ${formatPlural(hostIds.length, "host")}`;
  const setSome = (box: HTMLInputElement | null) => {
    if (box !== null) box.indeterminate = chosen > 0 && chosen < open.length;
  };
  return (
    <section className={classes(styles.group, isShown && styles.current)} aria-label={title}>
      <div className={styles.groupHead}>
        {isSame || open.length === 0 ? (
          <span className={styles.noBox} aria-hidden>
            {isSame ? <Equal size={13} /> : <Check size={13} />}
          </span>
        ) : (
          <input
            ref={setSome}
            type="checkbox"
            aria-label={`Apply: ${title}`}
            checked={chosen > 0}
            disabled={isApplying}
            onChange={(event) => onLeave(hostIds, !event.target.checked)}
          />
        )}
        <button type="button" aria-pressed={isShown} className={styles.groupTitle} onClick={onShow}>
          <span className={styles.groupName}>{title}</span>
          {!isSame && <span className={styles.counts}>{counts}</span>}
        </button>
      </div>
      <ul className={styles.hosts}>
        {hostIds.map((id) => (
          <li key={id} className={styles.host}>
            {isSame || isDone(applied.get(id)) ? (
              <span className={styles.noBox} />
            ) : (
              <input
                type="checkbox"
                aria-label={`Apply to ${nameOf(id)}`}
                checked={!left.has(id)}
                disabled={isApplying}
                onChange={(event) => onLeave([id], !event.target.checked)}
              />
            )}
            <span className={styles.hostName}>{nameOf(id)}</span>
            <OutcomeWord
              outcome={applied.get(id)}
              isWaiting={isApplying && !isSame && !left.has(id) && !applied.has(id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutcomeWord({
  outcome,
  isWaiting,
}: {
  outcome: ApplyOutcome | undefined;
  isWaiting: boolean;
}) {
  if (isWaiting) {
    return (
      <span className={styles.word}>
        <LoaderCircle size={12} aria-hidden className={styles.turning} /> writing
      </span>
    );
  }
  if (outcome === undefined) return null;
  return (
    <span className={styles.word} data-kind={outcome.kind}>
      {outcome.kind === "failed" ? (
        <CircleAlert size={12} aria-hidden />
      ) : (
        <Check size={12} aria-hidden />
      )}
      {outcome.kind}
      {outcome.kind === "changed" && outcome.backup !== null && ", backup kept"}
    </span>
  );
}
