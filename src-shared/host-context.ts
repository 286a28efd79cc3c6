import type { Host } from "./host";
import type { Value } from "./value";

/** What a template sees as `host`. Where ssh was not asked, or is not asked, user and port are None. */
export function hostContext({ name, address, resolved, group, tags }: Host): Value {
  return new Map<Value, Value>([
    ["name", name],
    ["address", resolved?.hostname ?? address],
    ["user", resolved?.user ?? null],
    ["port", resolved?.port ?? null],
    ["group", group],
    ["tags", [...tags]],
  ]);
}

/** Whether a template may read a name: it has the word somewhere. */
export function mayRead(source: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(source);
}
