import { create } from "zustand";
import type {
  ApplyOptions,
  ApplyOutcome,
  ApplyProgress,
  PlanApply,
  PlanOutcome,
} from "../../src-shared/apply";
import type { Failure } from "../../src-shared/failure";
import { ipc } from "../ipc";

/** What a plan has come to. Each host has an outcome of each step, once it is known. */
export interface PlanState {
  request: PlanApply;
  isPlanning: boolean;
  isApplying: boolean;
  planned: ReadonlyMap<string, PlanOutcome>;
  /** Each text of `planned` once: what comes from the main process is a copy for each host. */
  texts: Map<string, string>;
  /** Hosts that are, or were, written to. */
  chosen: readonly string[];
  applied: ReadonlyMap<string, ApplyOutcome>;
  /** Why a step could not be taken at all. */
  failure: Failure | null;
}

interface ApplyState {
  plans: ReadonlyMap<string, PlanState>;
}

export const useApply = create<ApplyState>(() => ({ plans: new Map() }));

function change(planId: string, more: (plan: PlanState) => Partial<PlanState>): void {
  useApply.setState(({ plans }) => {
    const plan = plans.get(planId);
    if (plan === undefined) return {};
    return { plans: new Map(plans).set(planId, { ...plan, ...more(plan) }) };
  });
}

let isListening = false;

/** Outcomes come one by one, for plans of this window. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  ipc.on("applyProgress", (progress) => {
    pending.push(progress);
    timer ??= setTimeout(showPending, SHOWN_EVERY_MS);
  });
}

/** Whether hosts have no outcome yet: the answer to a request may be there before the last of them. */
function isOpen(hostIds: readonly string[], outcomes: ReadonlyMap<string, unknown>): boolean {
  return hostIds.some((id) => !outcomes.has(id));
}

/** A thousand hosts may be done within a moment: what they come to is shown together. */
const SHOWN_EVERY_MS = 50;
let pending: ApplyProgress[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function showPending(): void {
  clearTimeout(timer);
  timer = undefined;
  const news = pending;
  pending = [];
  for (const planId of new Set(news.map((each) => each.planId))) {
    change(planId, (plan) => {
      const planned = new Map(plan.planned);
      const applied = new Map(plan.applied);
      for (const each of news) {
        if (each.planId !== planId) continue;
        const { hostId } = each.outcome;
        if (each.step === "plan") planned.set(hostId, sharing(each.outcome, plan.texts));
        else applied.set(hostId, each.outcome);
      }
      const isPlan = news.some((each) => each.planId === planId && each.step === "plan");
      return {
        ...(isPlan && { planned }),
        applied,
        isPlanning: plan.isPlanning && isOpen(plan.request.hostIds, planned),
        isApplying: plan.isApplying && isOpen(plan.chosen, applied),
      };
    });
  }
}

function sharing(outcome: PlanOutcome, texts: Map<string, string>): PlanOutcome {
  if (outcome.kind === "failed") return outcome;
  const once = (text: string) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  const { current, rendered } = outcome;
  return {
    ...outcome,
    current: current === null ? null : once(current),
    rendered: once(rendered),
  };
}

/** Renders on the hosts and compares. @returns the plan's id at once; its outcomes come to the store */
export function startPlan(request: Omit<PlanApply, "planId">): string {
  listen();
  const planId = crypto.randomUUID();
  const plan: PlanState = {
    request: { ...request, planId },
    isPlanning: true,
    isApplying: false,
    planned: new Map(),
    texts: new Map(),
    chosen: [],
    applied: new Map(),
    failure: null,
  };
  useApply.setState(({ plans }) => ({ plans: new Map(plans).set(planId, plan) }));
  void ipc.planApply(plan.request).then((reply) => {
    showPending();
    change(planId, ({ planned }) =>
      reply.ok
        ? { isPlanning: isOpen(request.hostIds, planned) }
        : { isPlanning: false, failure: reply.failure },
    );
  });
  return planId;
}

/** Writes what the plan has rendered to some of its hosts. */
export async function applyTo(
  planId: string,
  hostIds: readonly string[],
  options: ApplyOptions,
): Promise<void> {
  change(planId, ({ applied, chosen }) => {
    const rest = new Map(applied);
    for (const hostId of hostIds) rest.delete(hostId);
    const all = [...new Set([...chosen, ...hostIds])];
    return { isApplying: true, failure: null, chosen: all, applied: rest };
  });
  const reply = await ipc.applyPlan({ planId, hostIds: [...hostIds], options });
  showPending();
  change(planId, ({ applied, chosen }) =>
    reply.ok
      ? { isApplying: isOpen(chosen, applied) }
      : { isApplying: false, failure: reply.failure },
  );
}

export function cancelPlan(planId: string): void {
  void ipc.cancelApply(planId);
}

/** Ends a plan: it can be applied no more. */
export function dropPlan(planId: string): void {
  void ipc.dropApply(planId);
  useApply.setState(({ plans }) => {
    const left = new Map(plans);
    left.delete(planId);
    return { plans: left };
  });
}
