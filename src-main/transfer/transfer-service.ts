import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import {
  type ConflictAnswer,
  isUnderWay,
  type Transfer,
  type TransferChanges,
  type TransferState,
} from "../../src-shared/transfer";
import type { Session } from "../session/session";
import { unlessAborted } from "../session/unless-aborted";
import { Goal, joinRemote } from "./goal";
import { RateMeter } from "./rate-meter";
import { type Caller, RemoteFiles, type TransferTools } from "./remote-files";
import {
  type Batch,
  carry,
  destinationOf,
  doneState,
  isFolderAt,
  type Job,
  type Lane,
} from "./transfer-job";
import { answersTo, checkFollows, localName } from "./transfer-state";

/** Transfers of a host that run at a time; a folder has four files under way in one of them. */
const AT_ONCE = 2;
/** Milliseconds between two times that the window is told. */
const TELL_EVERY = 100;
/** Transfers that have ended and are kept in the list. */
const MOST_ENDED = 1000;

export interface TransferParts {
  sessions: { get(hostId: string): Pick<Session, "run"> };
  /** Opens a session, or joins the one that is open. @throws FailureError */
  connect: (hostId: string) => Promise<unknown>;
  tools: TransferTools;
  onChange: (changes: TransferChanges) => void;
}

/**
 * Uploads and downloads, each as a state machine (`transfer-state.ts`), two at a time on a host. What
 * they do to files is the engine's: a file is there as a whole, or not at all.
 */
export class TransferService {
  readonly #jobs = new Map<string, Job>();
  readonly #lanes = new Map<string, Lane>();
  readonly #changed = new Set<Job>();
  #removed: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: TransferParts) {}

  /** All that are under way, or have ended and were not cleared. */
  list(): Transfer[] {
    return [...this.#jobs.values()].map(({ view }) => view);
  }

  /** Sends files and folders of this machine into a folder of a host. */
  upload(hostId: string, folder: string, localPaths: readonly string[]): void {
    const batch: Batch = { answer: null };
    for (const localPath of localPaths) {
      const name = basename(localPath);
      const remotePath = joinRemote(folder, name);
      this.#add({ hostId, direction: "upload", name, localPath, remotePath }, batch, null);
    }
    this.#pump(hostId);
  }

  /**
   * Fetches files and folders of a host into a folder of this machine, each under its own name.
   * @throws FailureError `bad_request`, with nothing begun, for a name that cannot be used here
   */
  download(hostId: string, remotePaths: readonly string[], folder: string): void {
    const batch: Batch = { answer: null };
    const named = remotePaths.map((remotePath) => ({ remotePath, name: localName(remotePath) }));
    for (const { remotePath, name } of named) {
      const localPath = join(folder, name);
      this.#add({ hostId, direction: "download", name, localPath, remotePath }, batch, null);
    }
    this.#pump(hostId);
  }

  /** Fetches one file as the file that a person chose, who was asked whether it is replaced. */
  downloadAs(hostId: string, remotePath: string, localPath: string): void {
    const name = basename(localPath);
    const what = { hostId, direction: "download" as const, name, localPath, remotePath };
    this.#add(what, { answer: null }, "replace");
    this.#pump(hostId);
  }

  /** Says what becomes of what stands there; of others that were begun with it, too, with `isForAll`. */
  answer(id: string, answer: ConflictAnswer, isForAll: boolean): void {
    const asked = this.#job(id);
    if (isForAll) asked.batch.answer = answer;
    for (const job of isForAll ? [...this.#jobs.values()] : [asked]) {
      const { state } = job.view;
      if (job.batch !== asked.batch || state.kind !== "asking") continue;
      if (!state.answers.includes(answer)) continue;
      if (answer === "skip") this.#set(job, { kind: "cancelled", isSkipped: true });
      else this.#wait(job, answer);
    }
    this.#pump(asked.view.hostId);
  }

  /** Ends transfers that are under way. What has arrived of a file is thrown away; files that were there whole stay. */
  cancel(ids: readonly string[]): void {
    for (const id of ids) {
      const job = this.#jobs.get(id);
      if (job === undefined || !isUnderWay(job.view)) continue;
      job.stop.abort();
      // One that runs says so when nothing of it moves any more.
      if (job.view.state.kind !== "running") {
        this.#set(job, { kind: "cancelled", isSkipped: false });
      }
    }
  }

  /** Goes on with transfers that have failed, and begins those again that were cancelled. */
  resume(ids: readonly string[]): void {
    for (const id of ids) {
      const job = this.#jobs.get(id);
      if (job === undefined) continue;
      const { kind } = job.view.state;
      if (kind !== "failed" && kind !== "cancelled") continue;
      job.isAgain = true;
      if (kind === "cancelled") job.answer = null;
      this.#wait(job, job.answer);
    }
    for (const hostId of this.#lanes.keys()) this.#pump(hostId);
  }

  /** Takes transfers that have ended out of the list. */
  clear(ids: readonly string[]): void {
    for (const id of ids) {
      const job = this.#jobs.get(id);
      if (job !== undefined && !isUnderWay(job.view)) this.#drop(job);
    }
  }

  /** Where a download is here. @throws FailureError `not_found` where it is not (yet) */
  fileOf(id: string): string {
    const { view } = this.#job(id);
    if (view.direction === "download" && view.state.kind === "done") return view.localPath;
    throw new FailureError(failure("not_found", "This download is not here."));
  }

  /** The app ends: what runs is stopped, and what has arrived waits to be gone on with. */
  stop(): void {
    for (const job of this.#jobs.values()) if (isUnderWay(job.view)) job.stop.abort(QUIT);
    for (const lane of this.#lanes.values()) lane.waiting = [];
  }

  #job(id: string): Job {
    const job = this.#jobs.get(id);
    if (job !== undefined) return job;
    throw new FailureError(failure("not_found", "This transfer is not in the list any more."));
  }

  #add(
    what: Omit<Transfer, "id" | "isFolder" | "state">,
    batch: Batch,
    answer: ConflictAnswer | null,
  ): void {
    const id = randomUUID();
    const view: Transfer = { ...what, id, isFolder: null, state: { kind: "waiting" } };
    const job = { view, batch, answer, isAgain: false, stop: new AbortController() };
    this.#jobs.set(id, job);
    this.#lane(what.hostId).waiting.push(job);
    this.#tell(job);
  }

  #lane(hostId: string): Lane {
    const known = this.#lanes.get(hostId);
    if (known !== undefined) return known;
    const lane: Lane = { waiting: [], running: new Set() };
    this.#lanes.set(hostId, lane);
    return lane;
  }

  #wait(job: Job, answer: ConflictAnswer | null): void {
    job.answer = answer;
    job.stop = new AbortController();
    this.#set(job, { kind: "waiting" });
    this.#lane(job.view.hostId).waiting.push(job);
  }

  /** Begins what may begin now: never two that go to the same place. */
  #pump(hostId: string): void {
    const lane = this.#lane(hostId);
    lane.waiting = lane.waiting.filter(({ view }) => view.state.kind === "waiting");
    while (lane.running.size < AT_ONCE) {
      const goesTo = new Set([...lane.running].map(destinationOf));
      const at = lane.waiting.findIndex((job) => !goesTo.has(destinationOf(job)));
      const [job] = at === -1 ? [] : lane.waiting.splice(at, 1);
      if (job === undefined) return;
      lane.running.add(job);
      void this.#run(job).finally(() => {
        lane.running.delete(job);
        this.#pump(hostId);
      });
    }
  }

  /** Never rejects: every end is a state. */
  async #run(job: Job): Promise<void> {
    let moved = { done: 0, total: null as number | null };
    this.#set(job, { kind: "running", ...moved, rate: null });
    const { tools } = this.parts;
    const { signal } = job.stop;
    try {
      if (job.isAgain) await unlessAborted(this.parts.connect(job.view.hostId), signal, cancelled);
      const caller = this.#callerOf(job);
      const isFolder = await isFolderAt(job.view, new RemoteFiles(caller, tools, signal));
      this.#change(job, { isFolder });
      if (!(await this.#mayGo(job, caller, isFolder))) return;
      const meter = new RateMeter();
      const done = await carry(job.view, caller, tools, isFolder, {
        signal,
        keepsPart: () => !signal.aborted || signal.reason === QUIT,
        onProgress: (now) => {
          moved = now;
          meter.add(now.done);
          this.#set(job, { kind: "running", ...now, rate: meter.rate });
        },
      });
      this.#set(job, doneState(done));
    } catch (error) {
      if (signal.aborted) this.#set(job, { kind: "cancelled", isSkipped: false });
      else this.#set(job, { kind: "failed", failure: toFailure(error), ...moved });
    }
  }

  /** Calls that a person did not make one by one are not counted among those that run. */
  #callerOf({ view: { hostId } }: Job): Caller {
    const session = this.parts.sessions.get(hostId);
    return {
      run: (tool, method, args, kwargs, options) =>
        session.run(tool, method, args, kwargs, { ...options, isUnasked: true }),
    };
  }

  /** Looks what stands where it goes. @returns whether it goes on now; else it asks, or is skipped */
  async #mayGo(job: Job, caller: Caller, isFolder: boolean): Promise<boolean> {
    if (job.answer === "replace") return true;
    const { view, stop, batch } = job;
    const goal = new Goal(view, new RemoteFiles(caller, this.parts.tools, stop.signal));
    const standing = await goal.standing();
    if (standing === null) return true;
    const answers = answersTo(standing, isFolder);
    const forAll = answers.find((each) => each === batch.answer);
    const answer = job.answer ?? forAll ?? null;
    if (answer === null) {
      this.#set(job, { kind: "asking", standing, answers });
      return false;
    }
    if (answer === "skip") {
      this.#set(job, { kind: "cancelled", isSkipped: true });
      return false;
    }
    if (answer === "keep_both") {
      this.#change(job, await goal.besides(isFolder));
    }
    // It goes on under that name, also when it is gone on with.
    job.answer = "replace";
    return true;
  }

  #set(job: Job, state: TransferState): void {
    checkFollows(job.view.state.kind, state.kind);
    this.#change(job, { state });
    if (!isUnderWay(job.view)) this.#bound();
  }

  #change(job: Job, more: Partial<Transfer>): void {
    job.view = { ...job.view, ...more };
    this.#tell(job);
  }

  /** The oldest that have ended go when there are too many of them. */
  #bound(): void {
    if (this.#jobs.size <= MOST_ENDED) return;
    const ended = [...this.#jobs.values()].filter(({ view }) => view.state.kind === "done");
    for (const job of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#drop(job);
  }

  #drop(job: Job): void {
    this.#jobs.delete(job.view.id);
    this.#changed.delete(job);
    this.#removed.push(job.view.id);
    this.#tell(null);
  }

  #tell(job: Job | null): void {
    if (job !== null) this.#changed.add(job);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const changed = [...this.#changed].map(({ view }) => view);
      const removed = this.#removed;
      this.#changed.clear();
      this.#removed = [];
      this.parts.onChange({ changed, removed });
    }, TELL_EVERY);
  }
}

/** Why what runs is stopped when the app ends. */
const QUIT = "quit";

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "The transfer was cancelled."));
}
