import { z } from "zod";
import { isTyped, type Value } from "../../src-shared/value";

/** As much of a list as a person looks at; a target may say anything. */
const MOST = 200;
const text = z.string();
const count = z.number().nonnegative();

/** The parts that `Facts.gather` answers with; each is null where it could not be had. */
const parts = {
  os: z.object({ pretty_name: text }),
  kernel: z.object({ name: text, release: text, version: text, machine: text }),
  uptime: z.object({ seconds: count, boot_time: count }),
  cpu: z.object({
    model: text.nullable(),
    logical: count.nullable(),
    physical: count.nullable(),
    load: z.array(count).length(3).nullable(),
  }),
  memory: z.object({
    total: count,
    available: count.nullable(),
    swap_total: count.nullable(),
    swap_used: count.nullable(),
  }),
  disks: z.array(
    z.object({
      device: text,
      mount_point: text,
      type: text,
      total: count.nullable(),
      used: count.nullable(),
      free: count.nullable(),
      error: text.nullable(),
    }),
  ),
  addresses: z.object({
    primary: text.nullable(),
    interfaces: z.array(
      z.object({ name: text, is_up: z.boolean(), ipv4: z.array(text), ipv6: z.array(text) }),
    ),
  }),
  python: z.object({
    path: text.nullable(),
    version: text,
    implementation: text,
    others: z.array(z.object({ path: text, version: text.nullable() })),
  }),
  package_manager: z.object({ name: text, path: text, others: z.array(text) }),
  virtualisation: z.object({
    vm: text.nullable(),
    container: text.nullable(),
    hardware: text.nullable(),
  }),
  users: z.array(z.object({ name: text, terminal: text })),
  hostname: z.object({ name: text, fqdn: text.nullable() }),
  timezone: z.object({ name: text.nullable(), abbreviation: text, utc_offset: z.number() }),
} as const;

export type FactName = keyof typeof parts;
type Part<N extends FactName> = z.infer<(typeof parts)[N]>;
export type HostFacts = { [N in FactName]: Part<N> | null } & {
  /** Why a part is null, in the target's words. */
  missing: ReadonlyMap<FactName, string>;
};

export const factNames = Object.keys(parts) as FactName[];

/**
 * What `Facts.gather` returned, as far as it is what it should be: a part that is
 * not counts as missing, and the others are there all the same. Null for no answer of it at all.
 */
export function readFacts(value: Value): HostFacts | null {
  if (!(value instanceof Map)) return null;
  const missing = new Map<FactName, string>();
  const told = value.get("missing");
  const read = <N extends FactName>(name: N): Part<N> | null => {
    const given = plain(value.get(name) ?? null);
    const parsed = parts[name].safeParse(given);
    if (parsed.success) return parsed.data as Part<N>;
    const reason = told instanceof Map ? told.get(name) : undefined;
    const isTold = given === null && typeof reason === "string";
    missing.set(name, isTold ? reason : "The answer is none that this app understands.");
    return null;
  };
  return {
    os: read("os"),
    kernel: read("kernel"),
    uptime: read("uptime"),
    cpu: read("cpu"),
    memory: read("memory"),
    disks: read("disks")?.slice(0, MOST) ?? null,
    addresses: read("addresses"),
    python: read("python"),
    package_manager: read("package_manager"),
    virtualisation: read("virtualisation"),
    users: read("users")?.slice(0, MOST) ?? null,
    hostname: read("hostname"),
    timezone: read("timezone"),
    missing,
  };
}

/** A value as JSON has it; a point in time as milliseconds since the epoch. What JSON lacks is null. */
function plain(value: Value): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each)]));
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array || !isTyped(value)) return value;
  if (value.$ === "float") return value.value;
  if (value.$ === "timestamp") return value.seconds * 1000 + value.nanoseconds / 1e6;
  return value.$ === "tuple" ? value.items.map(plain) : null;
}
