import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { CallOutcome } from "../../src-shared/call";
import type { Method, Parameter } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import { ipc } from "../ipc";
import { forgetCall, recordsOf } from "../logs/logs-store";
import { notify } from "../shell/shell-store";
import { ownCall } from "../tools/own-tool-sessions";
import { wireKey } from "../tools/own-tools-store";
import { methodOf, toolByKey } from "../tools/tools-store";
import {
  type CallForm,
  emptyField,
  emptyForm,
  type FormField,
  fittingForm,
  readField,
  toArguments,
} from "./call-form";
import { callText, readTimeout } from "./call-text";
import { withDryRun } from "./dry-run";
import { addItems, forgetItems } from "./items-store";
import { movedConsole } from "./moved-console";
import type { FieldError, FieldErrors } from "./read-draft";

/** Calls kept for a host. Their results stay in memory, so the oldest make room. */
export const MAX_CALLS = 50;

export interface MethodChoice {
  toolKey: string;
  method: string;
}

export interface CallEntry extends MethodChoice {
  id: string;
  /** Whose list it is in: a host's, or an own tool's. */
  consoleId: string;
  hostId: string;
  /** The call as Python: `FileSystem.read_str('/etc/hosts')`, cut where it is long. */
  text: string;
  /** What was in the form, for calling it again. */
  form: CallForm;
  timeout: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  isCancelling: boolean;
  /** Whether the method says of itself that it yields. */
  isStream: boolean;
  /** Whether the text that was called is not saved, or was not then. */
  isUnsaved: boolean;
  /** Null while it runs. */
  outcome: CallOutcome | null;
}

/** The console of a host, under its id, or of an own tool, under `toolConsoleId`. */
export interface HostConsole {
  choice: MethodChoice | null;
  /** What was entered for each method, by `methodId`. */
  forms: ReadonlyMap<string, CallForm>;
  errors: FieldErrors;
  timeout: string;
  timeoutError: string | null;
  /** The saved call that was opened in the form; null for none. */
  savedPath: string | null;
  /** Newest first. */
  calls: readonly CallEntry[];
  shownCallId: string | null;
}

const emptyConsole: HostConsole = {
  choice: null,
  forms: new Map(),
  errors: new Map(),
  timeout: "",
  timeoutError: null,
  savedPath: null,
  calls: [],
  shownCallId: null,
};

export const useConsole = create<{ hosts: ReadonlyMap<string, HostConsole> }>(() => ({
  hosts: new Map(),
}));

export function consoleOf(hosts: ReadonlyMap<string, HostConsole>, hostId: string): HostConsole {
  return hosts.get(hostId) ?? emptyConsole;
}

const get = (hostId: string) => consoleOf(useConsole.getState().hosts, hostId);

function change(hostId: string, more: Partial<HostConsole>): void {
  useConsole.setState(({ hosts }) => ({
    hosts: new Map(hosts).set(hostId, { ...consoleOf(hosts, hostId), ...more }),
  }));
}

/** The console in the tab of an own tool, which calls on any host. */
export const toolConsoleId = (path: string): string => `own-tool:${path}`;

/** The calls on a host, wherever they were made, newest first. */
export function callsOn(
  consoles: ReadonlyMap<string, HostConsole>,
  hostId: string,
): readonly CallEntry[] {
  const elsewhere = [...consoles].flatMap(([id, { calls }]) =>
    id === hostId ? [] : calls.filter((call) => call.hostId === hostId),
  );
  const own = consoleOf(consoles, hostId).calls;
  if (elsewhere.length === 0) return own;
  return [...own, ...elsewhere].sort((a, b) => b.startedAt - a.startedAt);
}

export function useCallsOn(hostId: string): readonly CallEntry[] {
  return useConsole(useShallow((state) => callsOn(state.hosts, hostId)));
}

/** Has the console of an own tool go on with the new path of its file. */
export function moveToolConsole(from: string, to: string): void {
  useConsole.setState(({ hosts }) => {
    const moved = hosts.get(toolConsoleId(from));
    if (moved === undefined) return {};
    const next = new Map(hosts);
    next.delete(toolConsoleId(from));
    next.set(toolConsoleId(to), movedConsole(moved, toolConsoleId(to), from, to));
    return { hosts: next };
  });
}

/** Has what is open in forms go on with the new paths of saved calls. */
export function moveSavedPaths(moves: readonly { from: string; to: string }[]): void {
  for (const [id, { savedPath }] of useConsole.getState().hosts) {
    const move = moves.find(({ from }) => savedPath === from || savedPath?.startsWith(`${from}/`));
    if (move === undefined || savedPath === null) continue;
    change(id, { savedPath: move.to + savedPath.slice(move.from.length) });
  }
}

export const methodId = ({ toolKey, method }: MethodChoice): string => `${toolKey}.${method}`;

function chosen(hostId: string): { choice: MethodChoice; method: Method } | null {
  const { choice } = get(hostId);
  const method = choice === null ? undefined : methodOf(choice.toolKey, choice.method);
  return choice === null || method === undefined ? null : { choice, method };
}

export function formOf(host: HostConsole, choice: MethodChoice, method: Method): CallForm {
  const form = host.forms.get(methodId(choice));
  return form === undefined ? emptyForm(method) : fittingForm(method, form);
}

export function chooseMethod(hostId: string, choice: MethodChoice): void {
  change(hostId, { choice, errors: new Map(), savedPath: null });
}

export function editField(hostId: string, name: string, field: FormField): void {
  const now = chosen(hostId);
  if (now === null) return;
  const host = get(hostId);
  const form = new Map(formOf(host, now.choice, now.method)).set(name, field);
  const errors = new Map([...host.errors].filter(([path]) => !isWithin(path, name)));
  change(hostId, { forms: new Map(host.forms).set(methodId(now.choice), form), errors });
}

export function resetField(hostId: string, parameter: Parameter): void {
  editField(hostId, parameter.name, emptyField(parameter));
}

/** Says what is wrong in a field that is left. One that was not touched yet is not nagged about. */
export function checkField(hostId: string, parameter: Parameter): void {
  const now = chosen(hostId);
  if (now === null) return;
  const host = get(hostId);
  const field = formOf(host, now.choice, now.method).get(parameter.name);
  if (field === undefined || !field.isGiven) return;
  const errors = new Map([...host.errors].filter(([path]) => !isWithin(path, parameter.name)));
  const found = new Map<string, FieldError>();
  readField(parameter, field, found);
  // An unchanged answer keeps its identity, so that leaving a field does not render the form.
  if (found.size === 0 && errors.size === host.errors.size) return;
  change(hostId, { errors: new Map([...errors, ...found]) });
}

const isWithin = (path: string, name: string) => path === name || path.startsWith(`${name}/`);

export function editTimeout(hostId: string, timeout: string): void {
  change(hostId, { timeout, timeoutError: null });
}

export function checkTimeout(hostId: string): void {
  const result = readTimeout(get(hostId).timeout);
  change(hostId, { timeoutError: typeof result === "string" ? result : null });
}

export function showCall(hostId: string, callId: string): void {
  change(hostId, { shownCallId: callId });
}

/** A call as it can be sent. */
export interface ReadyCall {
  choice: MethodChoice;
  form: CallForm;
  /** What was entered, and the seconds that it says. */
  timeout: string;
  timeoutSeconds: number | null;
  args: Value[];
  kwargs: Record<string, Value>;
  /** Calls of one run have a secret asked for once. */
  runId?: string;
}

/**
 * The call that is entered; null where something is wrong, which the form says then.
 * @param isDryRun whether it is only to tell what would change, whatever the form says of that
 */
export function readCall(consoleId: string, isDryRun = false): ReadyCall | null {
  const now = chosen(consoleId);
  if (now === null) return null;
  const host = get(consoleId);
  const entered = formOf(host, now.choice, now.method);
  const form = isDryRun ? withDryRun(entered, true) : entered;
  const timeout = readTimeout(host.timeout);
  const result = toArguments(now.method, form);
  if (!result.ok || typeof timeout === "string") {
    change(consoleId, {
      errors: result.ok ? new Map() : result.errors,
      timeoutError: typeof timeout === "string" ? timeout : null,
    });
    return null;
  }
  const { args, kwargs } = result;
  const { choice } = now;
  return { choice, form, timeout: host.timeout, timeoutSeconds: timeout, args, kwargs };
}

/**
 * Calls what is chosen with what is entered.
 * @param hostId where it is called; the host whose console it is if left out
 * @param isDryRun whether it is only to tell what would change
 * @returns whether it could be sent
 */
export function submit(consoleId: string, hostId = consoleId, isDryRun = false): boolean {
  const ready = readCall(consoleId, isDryRun);
  if (ready === null) return false;
  change(consoleId, { errors: new Map(), timeoutError: null });
  void send(consoleId, hostId, ready);
  return true;
}

/** Makes a call, which a console shows then. @returns its end */
export async function send(
  consoleId: string,
  hostId: string,
  call: ReadyCall,
): Promise<CallOutcome> {
  const { choice, form, timeout, timeoutSeconds, args, kwargs, runId } = call;
  const { toolKey, method } = choice;
  const tool = toolByKey(toolKey)?.name ?? toolKey;
  const own = ownCall(toolKey);
  const entry: CallEntry = {
    ...choice,
    id: crypto.randomUUID(),
    consoleId,
    hostId,
    text: callText(tool, method, args, kwargs),
    form,
    timeout,
    startedAt: Date.now(),
    isCancelling: false,
    isStream: methodOf(toolKey, method)?.stream ?? false,
    isUnsaved: own?.isUnsaved ?? false,
    outcome: null,
  };
  recordsOf(entry.id);
  const calls = [entry, ...get(consoleId).calls];
  const kept = calls.filter((each, i) => i < MAX_CALLS || each.outcome === null);
  for (const each of calls) {
    if (kept.includes(each)) continue;
    forgetCall(each.id);
    forgetItems(each.id);
  }
  change(consoleId, { calls: kept, shownCallId: entry.id });
  const request = {
    callId: entry.id,
    hostId,
    tool: own?.tool ?? toolKey,
    ...(own !== null && { own: own.ref }),
    method,
    args,
    kwargs,
    ...(runId !== undefined && { runId }),
    timeoutSeconds,
  };
  const outcome = await ipc.call(request, (items) => addItems(entry.id, items));
  changeCall(entry.id, { outcome });
  return outcome;
}

/** Puts a call into the form of a console. @param savedPath the saved call that it is, if it is one */
export function fillForm(
  consoleId: string,
  { choice, form, timeout }: Pick<ReadyCall, "choice" | "form" | "timeout">,
  savedPath: string | null = null,
): void {
  const { forms } = get(consoleId);
  change(consoleId, {
    choice,
    forms: new Map(forms).set(methodId(choice), form),
    timeout,
    errors: new Map(),
    timeoutError: null,
    savedPath,
  });
}

/** Looked for in all consoles: that of an own tool is another one when its file was renamed. */
function changeCall(callId: string, more: Partial<CallEntry>): void {
  for (const [id, { calls }] of useConsole.getState().hosts) {
    if (!calls.some((call) => call.id === callId)) continue;
    change(id, { calls: calls.map((call) => (call.id === callId ? { ...call, ...more } : call)) });
  }
}

/** Asks for the end of a call. Its outcome tells when that is so. */
export function cancel(call: CallEntry): void {
  if (call.outcome !== null || call.isCancelling) return;
  changeCall(call.id, { isCancelling: true });
  void ipc.cancelCall(call.id);
}

/**
 * Puts the method and the parameters of an earlier call back into the form.
 * @returns whether there is such a method still: one of an own tool may have gone
 */
export function editAgain(call: CallEntry): boolean {
  if (methodOf(call.toolKey, call.method) === undefined) {
    notify(`${wireKey(call.toolKey)}.${call.method} is not among the tools any more.`);
    return false;
  }
  const { toolKey, method, form, timeout, consoleId } = call;
  fillForm(consoleId, { choice: { toolKey, method }, form, timeout });
  return true;
}

export function callAgain(call: CallEntry): void {
  if (editAgain(call)) submit(call.consoleId, call.hostId);
}

/** Makes the change of which a dry run told. */
export function callForReal(call: CallEntry): void {
  callAgain({ ...call, form: withDryRun(call.form, false) });
}
