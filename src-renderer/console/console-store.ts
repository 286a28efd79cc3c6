import { create } from "zustand";
import type { CallOutcome } from "../../src-shared/call";
import type { Method, Parameter } from "../../src-shared/tool";
import { ipc } from "../ipc";
import { forgetCall, recordsOf } from "../logs/logs-store";
import { methodOf, toolByKey } from "../tools/tools-store";
import {
  type CallForm,
  emptyField,
  emptyForm,
  type FormField,
  readField,
  toArguments,
} from "./call-form";
import { callText, readTimeout } from "./call-text";
import { addItems, forgetItems } from "./items-store";
import type { FieldError, FieldErrors } from "./read-draft";

/** Calls kept for a host. Their results stay in memory, so the oldest make room. */
export const MAX_CALLS = 50;

export interface MethodChoice {
  toolKey: string;
  method: string;
}

export interface CallEntry extends MethodChoice {
  id: string;
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
  /** Null while it runs. */
  outcome: CallOutcome | null;
}

export interface HostConsole {
  choice: MethodChoice | null;
  /** What was entered for each method, by `methodId`. */
  forms: ReadonlyMap<string, CallForm>;
  errors: FieldErrors;
  timeout: string;
  timeoutError: string | null;
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

export const methodId = ({ toolKey, method }: MethodChoice): string => `${toolKey}.${method}`;

function chosen(hostId: string): { choice: MethodChoice; method: Method } | null {
  const { choice } = get(hostId);
  const method = choice === null ? undefined : methodOf(choice.toolKey, choice.method);
  return choice === null || method === undefined ? null : { choice, method };
}

export function formOf(host: HostConsole, choice: MethodChoice, method: Method): CallForm {
  return host.forms.get(methodId(choice)) ?? emptyForm(method);
}

export function chooseMethod(hostId: string, choice: MethodChoice): void {
  change(hostId, { choice, errors: new Map() });
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

/** What is chosen and entered, as a call; null where something is wrong with it, which is said at its field. */
export function readForm(hostId: string) {
  const now = chosen(hostId);
  if (now === null) return null;
  const host = get(hostId);
  const form = formOf(host, now.choice, now.method);
  const timeout = readTimeout(host.timeout);
  const result = toArguments(now.method, form);
  if (!result.ok || typeof timeout === "string") {
    change(hostId, {
      errors: result.ok ? new Map() : result.errors,
      timeoutError: typeof timeout === "string" ? timeout : null,
    });
    return null;
  }
  return { ...now, form, timeout, args: result.args, kwargs: result.kwargs };
}

/** Calls what is chosen with what is entered. @returns whether it could be sent */
export function submit(hostId: string): boolean {
  const now = readForm(hostId);
  if (now === null) return false;
  const host = get(hostId);
  const { form, timeout, args, kwargs } = now;
  const tool = toolByKey(now.choice.toolKey)?.name ?? now.choice.toolKey;
  const entry: CallEntry = {
    ...now.choice,
    id: crypto.randomUUID(),
    hostId,
    text: callText(tool, now.choice.method, args, kwargs),
    form,
    timeout: host.timeout,
    startedAt: Date.now(),
    isCancelling: false,
    isStream: now.method.stream,
    outcome: null,
  };
  recordsOf(entry.id);
  const calls = [entry, ...host.calls];
  const kept = calls.filter((call, i) => i < MAX_CALLS || call.outcome === null);
  for (const call of calls) {
    if (kept.includes(call)) continue;
    forgetCall(call.id);
    forgetItems(call.id);
  }
  change(hostId, { calls: kept, shownCallId: entry.id, errors: new Map(), timeoutError: null });
  const { toolKey, method } = now.choice;
  const request = {
    callId: entry.id,
    hostId,
    tool: toolKey,
    method,
    args,
    kwargs,
    timeoutSeconds: timeout,
  };
  void ipc
    .call(request, (items) => addItems(entry.id, items))
    .then((outcome) => changeCall(hostId, entry.id, { outcome }));
  return true;
}

function changeCall(hostId: string, callId: string, more: Partial<CallEntry>): void {
  const calls = get(hostId).calls.map((call) => (call.id === callId ? { ...call, ...more } : call));
  change(hostId, { calls });
}

/** Asks for the end of a call. Its outcome tells when that is so. */
export function cancel(call: CallEntry): void {
  if (call.outcome !== null || call.isCancelling) return;
  changeCall(call.hostId, call.id, { isCancelling: true });
  void ipc.cancelCall(call.id);
}

/** Puts the method and the parameters of an earlier call back into the form. */
export function editAgain(call: CallEntry): void {
  const host = get(call.hostId);
  const { toolKey, method, form, timeout } = call;
  change(call.hostId, {
    choice: { toolKey, method },
    forms: new Map(host.forms).set(methodId(call), form),
    timeout,
    errors: new Map(),
  });
}

export function callAgain(call: CallEntry): void {
  editAgain(call);
  submit(call.hostId);
}
