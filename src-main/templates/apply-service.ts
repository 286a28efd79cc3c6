import { setMaxListeners } from "node:events";
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
import { unlessAborted } from "../session/unless-aborted";
import type { ToolLibrary } from "../tools/tool-library";
import { PlanTexts } from "./plan-texts";
import {
  type CallTool,
  callerOf,
  MAX_FILE_BYTES,
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
  /** Whether a write was begun whose end was not heard of: the file may be the new one already. */
  isUnsure: boolean;
}

interface Plan {
  path: string;
  follow: boolean;
  hosts: Map<string, Prepared>;
  texts: PlanTexts;
  /** Ends what is being done for it; null while nothing is. */
  work: AbortController | null;
}

export interface ApplyParts {
  sessions: { get(hostId: string): Runner };
  /** Opens a session, or joins the one that is open. @throws FailureError */
  connect: (hostId: string) => Promise<SessionView>;
  /** A host by its id, with what ssh makes of it. */
  hosts: { findResolved(hostId: string): Promise<Host> };
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
    const texts = new PlanTexts();
    const plan: Plan = { path, follow, hosts: new Map(), texts, work: null };
    this.#plans.set(planId, plan);
    return await this.#each(plan, hostIds, async (hostId, signal) => {
      const outcome = await this.#planHost(hostId, request, plan, signal);
      this.parts.onProgress({ planId, step: "plan", outcome });
      return outcome;
    });
  }

  /**
   * Writes what the plan has rendered. Every host has an outcome of its own.
   * @throws FailureError `not_found` where there is no such plan, `bad_request` while it is compared or applied
   */
  async apply({ planId, hostIds, options }: ApplyPlan): Promise<ApplyOutcome[]> {
    const plan = this.#plans.get(planId);
    if (plan === undefined) throw noPlan();
    if (plan.work !== null) {
      throw new FailureError(failure("bad_request", `The plan ${planId} is still worked on.`));
    }
    return await this.#each(plan, hostIds, async (hostId, signal) => {
      const outcome = await this.#applyHost(hostId, plan, options, signal);
      this.parts.onProgress({ planId, step: "apply", outcome });
      return outcome;
    });
  }

  /** Cancels what is done for a plan: a host that is not finished ends as cancelled, a file of its is the old or the new one. */
  cancel(planId: string): void {
    this.#plans.get(planId)?.work?.abort();
  }

  /** Forgets a plan, and cancels what is done for it. */
  drop(planId: string): void {
    this.cancel(planId);
    this.#plans.delete(planId);
  }

  /** Whoever made the plans is gone. */
  dropAll(): void {
    for (const planId of [...this.#plans.keys()]) this.drop(planId);
  }

  async #each<T>(
    plan: Plan,
    hostIds: readonly string[],
    work: (hostId: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T[]> {
    const stop = new AbortController();
    // Each host that is worked on listens, twice.
    setMaxListeners(0, stop.signal);
    plan.work = stop;
    const outcomes: T[] = [];
    try {
      await inTurn([...new Set(hostIds)], AT_ONCE, async (hostId) => {
        outcomes.push(await work(hostId, stop.signal));
      });
    } finally {
      plan.work = null;
    }
    return outcomes;
  }

  async #planHost(
    hostId: string,
    request: PlanApply,
    plan: Plan,
    signal: AbortSignal,
  ): Promise<PlanOutcome> {
    try {
      const { call, session } = await this.#reach(hostId, signal);
      const context = await this.#contextOf(hostId, request, call);
      const text = await render(call, request.source, context, request.filename);
      if (Buffer.byteLength(text) > MAX_FILE_BYTES) throw tooLong();
      if (!text.isWellFormed()) throw notText();
      const rendered = plan.texts.keep(text);
      const { text: current, checksum } = await readCurrent(call, plan.path);
      if (current !== null) plan.texts.keep(current);
      const file = { rendered, checksum, isUnsure: false };
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

  async #applyHost(
    hostId: string,
    plan: Plan,
    options: ApplyOptions,
    signal: AbortSignal,
  ): Promise<ApplyOutcome> {
    try {
      const file = plan.hosts.get(hostId);
      if (file === undefined) throw noPlan();
      const { call } = await this.#reach(hostId, signal);
      if (file.isUnsure) {
        // An earlier write may have come through; what else may be there now is refused.
        const now = await readCurrent(call, plan.path);
        if (now.text === file.rendered) file.checksum = now.checksum;
      }
      const { changed, backup, checksum } = await this.#write(call, plan, file, options);
      // Once more is no other change: the file is now what the plan has rendered.
      file.checksum = checksum;
      return changed ? { kind: "changed", hostId, backup } : { kind: "unchanged", hostId };
    } catch (error) {
      return { kind: "failed", hostId, failure: toFailure(error) };
    }
  }

  async #write(call: CallTool, plan: Plan, file: Prepared, options: ApplyOptions) {
    try {
      const written = await writeFile(call, { ...plan, ...file }, [
        ["backup", options.backup],
        ["validate", options.validate],
        // An old file keeps the mode that it has.
        ["mode", file.checksum === null ? options.mode : null],
      ]);
      file.isUnsure = false;
      return written;
    } catch (error) {
      const reason = toFailure(error);
      // What the target itself refuses is not written.
      file.isUnsure = reason.code !== "tool_error" && reason.code !== "tool_refused";
      if (reason.code !== "cancelled") throw error;
      throw new FailureError({
        ...reason,
        message: "Cancelled while it was written: the file is the old one or the new one.",
        advice: "Apply again, which writes only where it is still the old one.",
      });
    }
  }

  /** @throws FailureError why there is no session, `cancelled` */
  async #reach(
    hostId: string,
    signal: AbortSignal,
  ): Promise<{ call: CallTool; session: SessionView }> {
    if (signal.aborted) throw cancelled();
    // The attempt is the host's, and goes on: it may wait for an answer of the person's.
    const session = await unlessAborted(this.parts.connect(hostId), signal, cancelled);
    const call = callerOf(this.parts.sessions.get(hostId), this.parts.tools, signal);
    return { call, session };
  }

  async #contextOf(hostId: string, { source, context }: PlanApply, call: CallTool) {
    const whole = new Map<Value, Value>(context);
    // Each host's own: what the data has under these names is a sample.
    if (mayRead(source, "host")) {
      whole.set("host", hostContext(await this.parts.hosts.findResolved(hostId)));
    }
    if (mayRead(source, "facts")) whole.set("facts", await call("Facts", "gather", []));
    return whole;
  }
}

function pythonOf({ state }: SessionView): string {
  return state.kind === "ready" || state.kind === "degraded" ? state.hello.pythonVersion : "";
}

function tooLong(): FailureError {
  return new FailureError(
    failure("too_large", "What the template renders has more than 4 MiB.", {
      advice: "Look at the data: files that templates make are smaller.",
    }),
  );
}

function notText(): FailureError {
  return new FailureError(
    failure(
      "not_encodable",
      "What the template renders is no UTF-8 text, so it cannot be compared.",
      {
        advice: "It has half of a character, such as chr(0xDC80): look for what makes it.",
      },
    ),
  );
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
