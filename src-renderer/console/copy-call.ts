import { secretsIn } from "../../src-shared/call-secret";
import type { Method } from "../../src-shared/tool";
import type { SecretValue, Value } from "../../src-shared/value";

/** A call that is copied in some form. A copy has names of variables in the place of secrets. */
export interface CopiedCall {
  /** What the command line calls the host. */
  host: string;
  /** Key of the tool as a target has it, and the name of its class. */
  toolKey: string;
  toolName: string;
  method: Method;
  args: readonly Value[];
  kwargs: Readonly<Record<string, Value>>;
  timeoutSeconds: number | null;
}

/** The variables of the environment that have the secrets of a call, by the name of the secret. */
export type SecretVariables = ReadonlyMap<string, string>;

export function secretVariables({ args, kwargs }: Pick<CopiedCall, "args" | "kwargs">) {
  const variables = new Map<string, string>();
  for (const { name } of secretsOfCall({ args, kwargs })) {
    if (variables.has(name)) continue;
    const word = name.replace(/[^A-Za-z0-9_]/g, "_").toUpperCase();
    const plain = /^\d/.test(word) ? `_${word}` : word;
    const taken = new Set(variables.values());
    let free = plain;
    for (let count = 2; taken.has(free); count += 1) free = `${plain}_${count}`;
    variables.set(name, free);
  }
  return variables as SecretVariables;
}

export function secretsOfCall({
  args,
  kwargs,
}: Pick<CopiedCall, "args" | "kwargs">): SecretValue[] {
  return secretsIn([...args, ...Object.values(kwargs)]);
}

/** Whether the tool came with the app, as a snippet does too. */
export const isOurs = (toolKey: string) => toolKey.startsWith("rmote.");
