import { formatAgo, formatBytes, formatExact, formatPlural } from "../../src-shared/format";
import type { FactName, HostFacts } from "./host-facts";

export interface FactRow {
  name: string;
  value: string;
  /** More of it, for a tooltip; empty where there is none. */
  title: string;
  /** The value says why there is none. */
  isMissing: boolean;
}

const names: Record<FactName, string> = {
  os: "System",
  kernel: "Kernel",
  uptime: "Up for",
  cpu: "CPU",
  memory: "Memory",
  disks: "Disks",
  addresses: "Address",
  python: "Python",
  package_manager: "Packages",
  virtualisation: "Runs on",
  users: "Logged in",
  hostname: "Hostname",
  timezone: "Time zone",
};

/** The facts in the order in which they are asked about; disks and memory have rows of their own. */
const order = [
  "os",
  "hostname",
  "kernel",
  "addresses",
  "uptime",
  "virtualisation",
  "cpu",
  "package_manager",
  "python",
  "timezone",
  "users",
] as const satisfies FactName[];

export function factRows(facts: HostFacts): FactRow[] {
  return order.map((part) => {
    const reason = facts.missing.get(part);
    if (reason !== undefined) return missingRow(part, reason);
    const [value, title = ""] = said(facts, part);
    return { name: names[part], value, title, isMissing: false };
  });
}

export function missingRow(part: FactName, reason: string): FactRow {
  return { name: names[part], value: `Missing: ${reason}`, title: reason, isMissing: true };
}

/** What stands there, and what is said of it on hover. */
function said(facts: HostFacts, part: (typeof order)[number]): [value: string, title?: string] {
  const { os, kernel, uptime, cpu, addresses, python, virtualisation } = facts;
  switch (part) {
    case "os":
      return [os?.pretty_name ?? ""];
    case "hostname":
      return [facts.hostname?.fqdn ?? facts.hostname?.name ?? ""];
    case "kernel":
      return kernel === null
        ? [""]
        : [`${kernel.name} ${kernel.release}, ${kernel.machine}`, kernel.version];
    case "addresses":
      return addresses === null ? [""] : addressWords(addresses);
    case "uptime":
      return uptime === null
        ? [""]
        : [formatUptime(uptime.seconds), `Since ${formatExact(uptime.boot_time)}`];
    case "virtualisation":
      return virtualisation === null ? [""] : [machineWords(virtualisation)];
    case "cpu":
      return cpu === null ? [""] : cpuWords(cpu);
    case "package_manager": {
      const manager = facts.package_manager;
      return manager === null ? [""] : [[manager.name, ...manager.others].join(", "), manager.path];
    }
    case "python": {
      if (python === null) return [""];
      const others = python.others.map(({ path, version }) => `${path} ${version ?? ""}`.trim());
      const more = others.length === 0 ? "" : `, ${formatPlural(others.length, "other")}`;
      return [`${python.version}${more}`, [python.path ?? "", ...others].join("\n")];
    }
    case "timezone":
      return [zoneWords(facts.timezone)];
    case "users": {
      const people = [...new Set(facts.users?.map(({ name }) => name))];
      return [people.length === 0 ? "nobody" : people.join(", ")];
    }
  }
}

function addressWords(addresses: NonNullable<HostFacts["addresses"]>): [string, string] {
  const up = addresses.interfaces.filter(({ is_up }) => is_up);
  const all = up.flatMap(({ name, ipv4, ipv6 }) =>
    [...ipv4, ...ipv6].map((address) => `${name} ${address}`),
  );
  const first = addresses.primary ?? "none that other machines see";
  return [first, all.join("\n")];
}

function cpuWords({ model, logical, physical, load }: NonNullable<HostFacts["cpu"]>) {
  const parts = [model, logical === null ? null : formatPlural(logical, "core")];
  const loads = load?.map((each) => each.toFixed(2)).join(", ");
  const title = [
    physical === null || physical === logical ? "" : `${formatPlural(physical, "physical core")}`,
    loads === undefined ? "" : `Load ${loads} (1, 5 and 15 minutes)`,
  ];
  const value = [parts.filter(Boolean).join(", ") || "unknown"];
  if (load !== null) value.push(`load ${(load[0] ?? 0).toFixed(2)}`);
  return [value.join(", "), title.filter(Boolean).join("\n")] as [string, string];
}

function machineWords({ vm, container, hardware }: NonNullable<HostFacts["virtualisation"]>) {
  const virtual = vm === null ? "" : `virtual machine (${vm})`;
  const inside = container === null ? "" : `container (${container})`;
  return [inside, virtual, hardware ?? ""].filter(Boolean).join(", ") || "hardware of its own";
}

function zoneWords(zone: HostFacts["timezone"]): string {
  if (zone === null) return "";
  const minutes = Math.round(Math.abs(zone.utc_offset) / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  const sign = zone.utc_offset < 0 ? "−" : "+";
  const offset = `UTC${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${zone.name ?? zone.abbreviation}, ${offset}`;
}

/** `12 days 4 h`, `4 h 12 min`, `12 min`. */
export function formatUptime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${formatPlural(days, "day")} ${hours % 24}\u202fh`;
  if (hours > 0) return `${hours}\u202fh ${minutes % 60}\u202fmin`;
  return `${minutes}\u202fmin`;
}

/** The facts in one line, for a tab that shows something else. */
export function factsSummary(facts: HostFacts): string {
  const cores = facts.cpu?.logical ?? null;
  return [
    facts.os?.pretty_name,
    cores === null ? null : formatPlural(cores, "core"),
    facts.memory === null ? null : formatBytes(facts.memory.total),
    facts.uptime === null ? null : `up ${formatUptime(facts.uptime.seconds)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

export interface Usage {
  name: string;
  /** 0 to 1; null where it is not known. */
  part: number | null;
  words: string;
  /** Why there is nothing to say; null where there is. */
  error: string | null;
  title: string;
}

/** Memory and swap, then the disks: how much of each is used. */
export function usages(facts: HostFacts): { memory: Usage[]; disks: Usage[] } {
  const { memory, disks } = facts;
  const rows: Usage[] = [];
  if (memory !== null) {
    const used = memory.available === null ? null : memory.total - memory.available;
    rows.push(usage("In use", used, memory.total, ""));
    if (memory.swap_total) rows.push(usage("Swap", memory.swap_used, memory.swap_total, ""));
  }
  const shown = (disks ?? []).map((disk): Usage => {
    const title = `${disk.device}, ${disk.type}`;
    if (disk.error !== null || disk.total === null) {
      const error = disk.error ?? "Its size is not known.";
      return { name: disk.mount_point, part: null, words: "", error, title };
    }
    return usage(disk.mount_point, disk.used, disk.total, title, disk.free);
  });
  return { memory: rows, disks: shown };
}

function usage(
  name: string,
  used: number | null,
  total: number,
  title: string,
  free: number | null = null,
): Usage {
  if (used === null) return { name, part: null, words: formatBytes(total), error: null, title };
  const left = free === null ? "" : `, ${formatBytes(free)} free`;
  const words = `${formatBytes(used)} of ${formatBytes(total)}${left}`;
  // As df counts: what is kept for root is neither used nor free.
  const whole = free === null ? total : used + free;
  return { name, part: whole === 0 ? 0 : Math.min(1, used / whole), words, error: null, title };
}

/** `gathered 2 min ago`. */
export const ageWords = (at: number, now: number): string => `gathered ${formatAgo(at, now)}`;
