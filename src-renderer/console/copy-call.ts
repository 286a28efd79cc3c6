import type { Method } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";

/** A call that is copied in some form. */
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
  /** Names of the parameters whose values are secret: a copy has names of variables in their place. */
  secrets: readonly string[];
}

/** A value, or the variable of the environment that has it because it is a secret. */
export type Argument = { value: Value } | { variable: string };

export interface CopiedArguments {
  args: Argument[];
  kwargs: [name: string, argument: Argument][];
  /** All that stand for secrets. */
  variables: string[];
}

/** The arguments of a call, those that are secret without their values. */
export function copiedArguments({ method, args, kwargs, secrets }: CopiedCall): CopiedArguments {
  const variables: string[] = [];
  const argument = (name: string, value: Value): Argument => {
    if (!secrets.includes(name)) return { value };
    const plain = name.replace(/[^A-Za-z0-9_]/g, "_").toUpperCase();
    const taken = variables.filter((each) => each.startsWith(plain)).length;
    const variable = taken === 0 ? plain : `${plain}_${taken + 1}`;
    variables.push(variable);
    return { variable };
  };
  const positional = method.parameters.filter(({ kind }) => kind === "positional");
  const rest = method.parameters.find(({ kind }) => kind === "var_positional");
  const others = method.parameters.find(({ kind }) => kind === "var_keyword");
  const named = new Set(method.parameters.map(({ name }) => name));
  return {
    args: args.map((value, at) => argument((positional[at] ?? rest)?.name ?? "", value)),
    kwargs: Object.entries(kwargs).map(([name, value]) => {
      const isSecret = secrets.includes(name) || named.has(name);
      return [name, argument(isSecret ? name : (others?.name ?? name), value)];
    }),
    variables,
  };
}

/** Whether the tool came with the app, as a snippet does too. */
export const isOurs = (toolKey: string) => toolKey.startsWith("rmote.");
