import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { groupChanges } from "../../src-shared/apply";
import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import { FailureView } from "../ui/failure-view";
import { hasMod, modKey } from "../ui/keys";
import { ApplyGroup } from "./apply-group";
import styles from "./apply-panel.module.css";
import type { ApplySettings } from "./apply-settings";
import { applyTo, cancelPlan, type PlanState } from "./apply-store";
import { captionOf, isDone, outcomeSummary, planSummary } from "./apply-words";
import { DiffPane } from "./diff-pane";
import { FailedHosts } from "./failed-hosts";
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
  /** The host whose change or failure is looked at; the first change where it is null. */
  const [shownHost, setShownHost] = useState<string | null>(null);
  // In the order in which they were chosen, not in that of the answers.
  const outcomes = useMemo(
    () => hostIds.flatMap((id) => planned.get(id) ?? []),
    [hostIds, planned],
  );
  const groups = useMemo(() => groupChanges(outcomes), [outcomes]);
  const failures = outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [outcome] : []));
  const failedWrites = [...applied.values()].flatMap((outcome) =>
    outcome.kind === "failed" ? [outcome] : [],
  );
  const failed = new Map([...failures, ...failedWrites].map((each) => [each.hostId, each.failure]));
  const chosen = groups
    .filter((group) => !group.isSame)
    .flatMap((group) => group.hostIds)
    .filter((id) => !left.has(id) && !isDone(applied.get(id)));
  const shownFailure = shownHost === null ? undefined : failed.get(shownHost);
  const shownGroup = groups.find((group) => group.hostIds.includes(shownHost ?? "")) ?? groups[0];
  const leave = (ids: readonly string[], isLeft: boolean) => {
    const next = new Set(left);
    for (const id of ids) {
      if (isLeft) next.add(id);
      else next.delete(id);
    }
    setLeft(next);
  };
  const list = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const isBusy = isPlanning || isApplying;
  // What had the focus is gone: the button of the step before. The one that writes does not get it
  // by itself, so that a key pressed twice writes nothing that nobody has looked at.
  useEffect(() => {
    if (!isBusy) (close.current ?? list.current?.querySelector("button"))?.focus();
  }, [isBusy]);
  const write = () => void applyTo(planId, chosen, options);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !hasMod(event) || event.repeat) return;
    event.preventDefault();
    if (!isBusy && chosen.length > 0) write();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key for the button below, from anywhere in here
    <div className={styles.step} onKeyDown={onKeyDown}>
      <div className={styles.review}>
        <div ref={list} className={styles.groups}>
          {groups.map((group) => (
            <ApplyGroup
              key={group.hostIds[0]}
              group={group}
              isShown={shownFailure === undefined && group === shownGroup}
              left={left}
              applied={applied}
              isApplying={isApplying}
              onShow={() => setShownHost(group.hostIds[0] ?? null)}
              onLeave={leave}
            />
          ))}
          {failed.size > 0 && (
            <FailedHosts failed={failed} shownHost={shownHost} onShow={setShownHost} />
          )}
        </div>
        <div className={styles.shown}>
          {shownFailure !== undefined ? (
            <div className={styles.failure}>
              <FailureView failure={shownFailure} />
            </div>
          ) : (
            shownGroup !== undefined && (
              <>
                <p className={styles.caption}>{captionOf(shownGroup, path, applied)}</p>
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
      {plan.failure !== null && (
        <div className={styles.failure}>
          <FailureView failure={plan.failure} />
        </div>
      )}
      <footer className={styles.foot}>
        <p className={styles.said} role="status">
          {isPlanning && `Compared with ${planned.size} of ${formatPlural(hostIds.length, "host")}`}
          {isApplying && `Writing: ${applied.size} of ${formatPlural(plan.chosen.length, "host")}`}
          {!isBusy &&
            (applied.size > 0 ? outcomeSummary(applied, failures.length) : planSummary(outcomes))}
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
              <Button variant="primary" keys={`${modKey}+Enter`} onClick={write}>
                {failedWrites.length > 0 && chosen.length === failedWrites.length
                  ? `Try ${formatPlural(chosen.length, "host")} again`
                  : `Apply to ${formatPlural(chosen.length, "host")}`}
              </Button>
            ) : (
              <Button ref={close} variant="primary" onClick={onClose}>
                Close
              </Button>
            )}
          </>
        )}
      </footer>
    </div>
  );
}
