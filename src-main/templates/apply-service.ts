import type {
  ApplyOptions,
  ApplyOutcome,
  ApplyPlan,
  ApplyProgress,
  PlanApply,
  PlanOutcome,
} from "../../src-shared/apply";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import { hostContext, mayRead } from "../../src-shared/host-context";
import { inTurn } from "../../src-shared/in-turn";
import type { Session as SessionView } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import type { ToolLibrary } from "../tools/tool-library";
import {
  type CallTool,
  callerOf,
  type Runner,
  readCurrent,
  render,
  writeFile,
} from "./target-file";

/** Hosts that are worked on at the same time. */
const AT_ONCE = 16;

/** What the person was shown of a host, and what its file was then. */
interface Prepared {
  rendered: string;
  /** SHA-256 of the file that was compared with; null where there was none. */
  checksum: string | null;
}

interface Plan {
  path: string;
  follow: boolean;
  hosts: Map<string, Prepared>;
  stop: AbortController;
}

export interface ApplyParts {
  sessions: { get(hostId: string): Runner };
  /** Opens a session, or joins the one that is open. @throws FailureError */
  connect: (hostId: string) => Promise<SessionView>;
  hosts: { get(hostId: string): Promise<Host> };
  tools: Pick<ToolLibrary, "find">;
  onProgress: (progress: ApplyProgress) => void;
}

/**
 * Renders a template on hosts, compares it with a file of theirs, and writes it.
 *
 * In two steps: `plan` writes nothing; `apply` writes exactly what the plan has rendered, and only
 * where the file is still the one that the plan compared with. So nothing that a person has not
 * seen is ever written.
 */
export class ApplyService {
  readonly #plans = new Map<string, Plan>();

  constructor(private readonly parts: ApplyParts) {}

  /** Renders and compares. Every host has an outcome of its own. @throws FailureError `bad_request` for an id that is in use */
  async plan(request: PlanApply): Promise<PlanOutcome[]> {
    const { planId, path, follow, hostIds } = request;
    if (this.#plans.has(planId)) {
      throw new FailureError(failure("bad_request", `There is a plan ${planId} already.`));
    }
    const plan: Plan = { path, follow, hosts: new Map(), stop: new AbortController() };
    this.#plans.set(planId, plan);
    return await this.#each(hostIds, async (hostId) => {
      const outcome = await this.#planHost(hostId, request, plan);
      this.parts.onProgress({ planId, step: "plan", outcome });
      return outcome;
    });
  }

  /** Writes what the plan has rendered. Every host has an outcome of its own. @throws FailureError `not_found` where there is no such plan */
  async apply({ planId, hostIds, options }: ApplyPlan): Promise<ApplyOutcome[]> {
    const plan = this.#plans.get(planId);
    if (plan === undefined) throw noPlan();
    if (plan.stop.signal.aborted) plan.stop = new AbortController();
    return await this.#each(hostIds, async (hostId) => {
      const outcome = await this.#applyHost(hostId, plan, options);
      this.parts.onProgress({ planId, step: "apply", outcome });
      return outcome;
    });
  }

  /** Cancels what a plan is doing: a host that is not finished ends as cancelled, a file of its is the old or the new one. */
  cancel(planId: string): void {
    this.#plans.get(planId)?.stop.abort();
  }

  /** Forgets a plan, and cancels what it is doing. */
  drop(planId: string): void {
    this.cancel(planId);
    this.#plans.delete(planId);
  }

  async #each<T>(hostIds: readonly string[], work: (hostId: string) => Promise<T>): Promise<T[]> {
    const outcomes = new Map<string, T>();
    await inTurn([...new Set(hostIds)], AT_ONCE, async (hostId) => {
      outcomes.set(hostId, await work(hostId));
    });
    return [...outcomes.values()];
  }

  async #planHost(hostId: string, request: PlanApply, plan: Plan): Promise<PlanOutcome> {
    try {
      const { call, session } = await this.#reach(hostId, plan);
      const context = await this.#contextOf(hostId, request, call);
      const rendered = await render(call, request.source, context, request.filename);
      const { text: current, checksum } = await readCurrent(call, plan.path);
      const file = { rendered, checksum };
      // What could not be written is said now: a link, a missing folder, no permission.
      await writeFile(call, { ...plan, ...file }, [["check", true]]);
      plan.hosts.set(hostId, file);
      const isSame = current === rendered;
      const pythonVersion = pythonOf(session);
      return { kind: "planned", hostId, current, rendered, isSame, pythonVersion };
    } catch (error) {
      return { kind: "failed", hostId, failure: toFailure(error) };
    }
  }

  async #applyHost(hostId: string, plan: Plan, options: ApplyOptions): Promise<ApplyOutcome> {
    try {
      const file = plan.hosts.get(hostId);
      if (file === undefined) throw noPlan();
      const { call } = await this.#reach(hostId, plan);
      const { changed, backup, checksum } = await writeFile(call, { ...plan, ...file }, [
        ["backup", options.backup],
        ["validate", options.validate],
        // An old file keeps the mode that it has.
        ["mode", file.checksum === null ? options.mode : null],
      ]);
      // Once more is no other change: the file is now what the plan has rendered.
      plan.hosts.set(hostId, { ...file, checksum });
      return changed ? { kind: "changed", hostId, backup } : { kind: "unchanged", hostId };
    } catch (error) {
      return { kind: "failed", hostId, failure: toFailure(error) };
    }
  }

  async #reach(hostId: string, { stop }: Plan): Promise<{ call: CallTool; session: SessionView }> {
    if (stop.signal.aborted) throw cancelled();
    const session = await this.parts.connect(hostId);
    const call = callerOf(this.parts.sessions.get(hostId), this.parts.tools, stop.signal);
    return { call, session };
  }

  async #contextOf(hostId: string, { source, context }: PlanApply, call: CallTool) {
    const whole = new Map<Value, Value>(context);
    // Each host's own: what the data has under these names is a sample.
    whole.set("host", hostContext(await this.parts.hosts.get(hostId)));
    if (mayRead(source, "facts")) whole.set("facts", await call("Facts", "gather", []));
    return whole;
  }
}

function pythonOf({ state }: SessionView): string {
  return state.kind === "ready" || state.kind === "degraded" ? state.hello.pythonVersion : "";
}

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "Cancelled before anything was done on this host."));
}

function noPlan(): FailureError {
  return new FailureError(
    failure("not_found", "This was not compared with the file on the host.", {
      advice: "Compare again, and look at the change, before it is applied.",
    }),
  );
}
