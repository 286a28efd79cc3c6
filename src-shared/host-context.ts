import type { Host } from "./host";
import type { Value } from "./value";

/** What a template reads under the name `host`: what the list says of one, as plain data. */
export function hostContext(host: Host): Map<Value, Value> {
  const { resolved, settings } = host;
  return new Map<Value, Value>([
    ["name", host.name],
    ["address", resolved?.hostname ?? host.address],
    ["user", resolved?.user ?? settings.user ?? null],
    ["port", resolved?.port ?? settings.port ?? null],
    ["group", host.group],
    ["tags", [...host.tags]],
  ]);
}

/** Whether a template may read a name: it has the word somewhere. */
export function mayRead(source: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(source);
}
