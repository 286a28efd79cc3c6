import { Check, CircleAlert, Equal, LoaderCircle } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ApplyOutcome, ChangeGroup } from "../../src-shared/apply";
import { groupChanges } from "../../src-shared/apply";
import type { Failure } from "../../src-shared/failure";
import { formatPlural } from "../../src-shared/format";
import { hostById } from "../hosts/hosts-store";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { FailureView } from "../ui/failure-view";
import styles from "./apply-panel.module.css";
import type { ApplySettings } from "./apply-settings";
import { applyTo, cancelPlan, type PlanState } from "./apply-store";
import { groupTitle, hiddenChange, lineCounts, outcomeSummary } from "./apply-words";
import { DiffPane } from "./diff-pane";
import { WaitingHosts } from "./waiting-hosts";

interface ApplyReviewProps {
  plan: PlanState;
  options: ApplySettings["options"];
  /** Back to where and how: this plan is given up. */
  onBack: () => void;
  onClose: () => void;
}

/** What would change on which hosts. Only what is shown here, and chosen, is written. */
export function ApplyReview({ plan, options, onBack, onClose }: ApplyReviewProps) {
  const { request, planned, applied, isPlanning, isApplying } = plan;
  const { planId, hostIds, path } = request;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [shownKey, setShownKey] = useState<string | null>(null);
  const groups = useMemo(() => groupChanges(planned.values()), [planned]);
  const failures = [...planned.values()].flatMap((outcome) =>
    outcome.kind === "failed" ? [outcome] : [],
  );
  const failedWrites = [...applied.values()].flatMap((outcome) =>
    outcome.kind === "failed" ? [outcome] : [],
  );
  const failed = new Map([...failures, ...failedWrites].map((each) => [each.hostId, each.failure]));
  const chosen = groups
    .filter((group) => !group.isSame)
    .flatMap((group) => group.hostIds)
    .filter((id) => !left.has(id) && !isDone(applied.get(id)));
  const shownFailure = shownKey === null ? undefined : failed.get(shownKey);
  const shownGroup = groups.find((group) => keyOf(group) === shownKey) ?? groups[0];
  const leave = (ids: readonly string[], isLeft: boolean) => {
    const next = new Set(left);
    for (const id of ids) {
      if (isLeft) next.add(id);
      else next.delete(id);
    }
    setLeft(next);
  };
  const first = useRef<HTMLButtonElement>(null);
  const isBusy = isPlanning || isApplying;
  // What had the focus is gone: the button of the step before.
  useEffect(() => {
    if (!isBusy) first.current?.focus();
  }, [isBusy]);
  return (
    <div className={styles.step}>
      <div className={styles.review}>
        <div className={styles.groups}>
          {groups.map((group) => (
            <Group
              key={keyOf(group)}
              group={group}
              isShown={shownFailure === undefined && group === shownGroup}
              left={left}
              applied={applied}
              isApplying={isApplying}
              onShow={() => setShownKey(keyOf(group))}
              onLeave={leave}
            />
          ))}
          {failed.size > 0 && (
            <Failed failed={failed} shownKey={shownKey} onShow={(id) => setShownKey(id)} />
          )}
        </div>
        <div className={styles.shown}>
          {shownFailure !== undefined ? (
            <FailureView failure={shownFailure} />
          ) : (
            shownGroup !== undefined && (
              <>
                <p className={styles.caption}>{captionOf(shownGroup, path)}</p>
                <DiffPane
                  path={path}
                  original={shownGroup.current ?? ""}
                  modified={shownGroup.rendered}
                />
              </>
            )
          )}
          {shownGroup === undefined && shownFailure === undefined && (
            <p className={styles.nothing}>
              {isPlanning ? "The first comparison comes here." : "No host could be compared with."}
            </p>
          )}
        </div>
      </div>
      {plan.failure !== null && <FailureView failure={plan.failure} />}
      <footer className={styles.foot}>
        <p className={styles.said} role="status">
          {isPlanning && `Compared with ${planned.size} of ${formatPlural(hostIds.length, "host")}`}
          {isApplying && `Writing: ${applied.size} of ${formatPlural(plan.chosen.length, "host")}`}
          {!isBusy &&
            (applied.size > 0 ? `${outcomeSummary(applied.values())}.` : planWords(plan, groups))}
        </p>
        {isBusy ? (
          <>
            <WaitingHosts hostIds={hostIds} />
            <Button onClick={() => cancelPlan(planId)}>
              {isPlanning ? "Stop comparing" : "Stop"}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onBack}>Back</Button>
            {chosen.length > 0 ? (
              <Button
                ref={first}
                variant="primary"
                onClick={() => void applyTo(planId, chosen, options)}
              >
                {failedWrites.length > 0 && chosen.length === failedWrites.length
                  ? `Try ${formatPlural(chosen.length, "host")} again`
                  : `Apply to ${formatPlural(chosen.length, "host")}`}
              </Button>
            ) : (
              <Button ref={first} variant="primary" onClick={onClose}>
                Close
              </Button>
            )}
          </>
        )}
      </footer>
    </div>
  );
}

function keyOf({ hostIds }: ChangeGroup): string {
  return `group:${hostIds[0] ?? ""}`;
}

function isDone(outcome: ApplyOutcome | undefined): boolean {
  return outcome !== undefined && outcome.kind !== "failed";
}

function captionOf({ current, rendered, isSame, hostIds }: ChangeGroup, path: string): string {
  const where = hostIds.length === 1 ? nameOf(hostIds[0] ?? "") : `${hostIds.length} hosts`;
  if (isSame) return `${path} on ${where} is already so.`;
  if (current === null) return `${path} is new on ${where}.`;
  return [`${path} on ${where}: now, and after.`, hiddenChange(current, rendered) ?? ""]
    .join(" ")
    .trim();
}

function planWords({ planned }: PlanState, groups: readonly ChangeGroup[]): string {
  const count = (isSame: boolean) =>
    groups.filter((group) => group.isSame === isSame).reduce((n, g) => n + g.hostIds.length, 0);
  const failed = planned.size - count(true) - count(false);
  const words = [
    count(false) > 0 ? `${formatPlural(count(false), "host")} would change` : "",
    count(true) > 0 ? `${count(true)} already so` : "",
    failed > 0 ? `${failed} failed` : "",
  ];
  return `${words.filter((word) => word !== "").join(", ")}. Nothing was written yet.`;
}

function nameOf(hostId: string): string {
  return hostById(hostId)?.name ?? hostId;
}

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
function Group({ group, isShown, left, applied, isApplying, onShow, onLeave }: GroupProps) {
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

interface FailedProps {
  failed: ReadonlyMap<string, Failure>;
  shownKey: string | null;
  onShow: (hostId: string) => void;
}

function Failed({ failed, shownKey, onShow }: FailedProps) {
  return (
    <section className={styles.group} aria-label="Failed">
      <p className={styles.failedTitle}>{formatPlural(failed.size, "host")} failed</p>
      <ul className={styles.hosts}>
        {[...failed].map(([id, { message }]) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={shownKey === id}
              className={styles.failedHost}
              onClick={() => onShow(id)}
            >
              <span className={styles.hostName}>{nameOf(id)}</span>
              <span className={styles.reason}>{message}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
