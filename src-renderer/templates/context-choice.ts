import type { Host } from "../../src-shared/host";
import { hostContext } from "../../src-shared/host-context";
import type { Value } from "../../src-shared/value";

/** What a preview is rendered with: a data set, a host's own `facts` and `host`, both, or nothing. */
export interface ContextChoice {
  /** Path of the data set; null for none. */
  dataSet: string | null;
  /** Null for none. */
  hostId: string | null;
}

export const noContext: ContextChoice = { dataSet: null, hostId: null };

/** Names that a chosen host brings into the context. */
export const hostNames = ["facts", "host"] as const;

export function isSameChoice(a: ContextChoice | null, b: ContextChoice | null): boolean {
  return a?.dataSet === b?.dataSet && a?.hostId === b?.hostId;
}

/**
 * The context of a choice. A chosen host's own names win over the same ones of the data set,
 * which may have them as a sample.
 */
export function contextOf(
  data: ReadonlyMap<string, Value> | null,
  host: { host: Host; facts: Value } | null,
): Map<string, Value> {
  const context = new Map(data ?? []);
  if (host !== null) {
    context.set("facts", host.facts);
    context.set("host", hostContext(host.host));
  }
  return context;
}
