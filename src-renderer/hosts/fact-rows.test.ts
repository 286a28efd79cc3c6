import { describe, expect, it } from "vitest";
import { float, type Value } from "../../src-shared/value";
import { factRows, factsSummary, formatUptime, usages } from "./fact-rows";
import { readFacts } from "./host-facts";

const dict = (entries: Record<string, Value>): Map<Value, Value> =>
  new Map(Object.entries(entries));

const GiB = 1024 ** 3;
const answer = dict({
  os: dict({ id: "debian", pretty_name: "Debian GNU/Linux 12 (bookworm)", like: [] }),
  kernel: dict({ name: "Linux", release: "6.1.0", version: "#1 SMP", machine: "x86_64" }),
  uptime: dict({
    seconds: float(273_600),
    boot_time: { $: "timestamp", seconds: 1_764_144_484, nanoseconds: 0 },
  }),
  cpu: dict({ model: "AMD EPYC", logical: 4, physical: 2, load: [float(1), 0.25, 0.5] }),
  memory: dict({ total: 8 * GiB, available: 6 * GiB, swap_total: 0, swap_used: 0 }),
  disks: [
    dict({
      device: "/dev/sda1",
      mount_point: "/",
      type: "ext4",
      total: 40 * GiB,
      used: 38 * GiB,
      free: 1 * GiB,
      error: null,
    }),
    dict({
      device: "nas:/x",
      mount_point: "/mnt/x",
      type: "nfs4",
      total: null,
      used: null,
      free: null,
      error: "It does not answer.",
    }),
  ],
  addresses: dict({
    primary: "192.0.2.7",
    interfaces: [dict({ name: "eth0", is_up: true, mac: null, ipv4: ["192.0.2.7/24"], ipv6: [] })],
  }),
  python: dict({
    path: "/usr/bin/python3",
    version: "3.11.2",
    implementation: "cpython",
    others: [],
  }),
  package_manager: null,
  virtualisation: dict({ vm: "kvm", container: null, hardware: null }),
  users: [],
  hostname: dict({ name: "web1", fqdn: null }),
  timezone: dict({ name: "Europe/Berlin", abbreviation: "CET", utc_offset: 3600 }),
  missing: dict({ package_manager: "None that is known is installed." }),
});

describe("facts", () => {
  const facts = readFacts(answer);
  if (facts === null) throw new Error("no facts");
  const row = (name: string) => factRows(facts).find((each) => each.name === name);

  it("are said in words, with more on hover", () => {
    expect(row("System")?.value).toBe("Debian GNU/Linux 12 (bookworm)");
    expect(row("Up for")?.value).toBe("3 days 4\u202fh");
    expect(row("CPU")?.value).toBe("AMD EPYC, 4 cores, load 1.00");
    expect(row("Address")).toMatchObject({ value: "192.0.2.7", title: "eth0 192.0.2.7/24" });
    expect(row("Runs on")?.value).toBe("virtual machine (kvm)");
    expect(row("Time zone")?.value).toBe("Europe/Berlin, UTC+01:00");
    expect(row("Logged in")?.value).toBe("nobody");
    expect(factsSummary(facts)).toBe(
      "Debian GNU/Linux 12 (bookworm) · 4 cores · 8.0\u202fGiB · up 3 days 4\u202fh",
    );
  });
  it("say what is missing, and why", () => {
    expect(row("Packages")).toMatchObject({
      value: "Missing: None that is known is installed.",
      isMissing: true,
    });
  });
  it("say how full memory and disks are", () => {
    const { memory, disks } = usages(facts);
    expect(memory).toMatchObject([{ name: "In use", part: 0.25 }]);
    expect(disks[0]).toMatchObject({ name: "/", part: 38 / 39 });
    expect(disks[0]?.words).toBe("38.0\u202fGiB of 40.0\u202fGiB, 1.0\u202fGiB free");
    expect(disks[1]).toMatchObject({ part: null, error: "It does not answer." });
  });
  it("take a part that is something else for missing, and keep the others", () => {
    const odd = readFacts(new Map(answer).set("cpu", "fast").set("os", dict({ pretty_name: 3 })));
    expect(odd?.missing.get("cpu")).toContain("none that this app understands");
    expect(odd?.os).toBe(null);
    expect(odd?.kernel?.name).toBe("Linux");
    expect(readFacts("none")).toBe(null);
  });
});

describe("formatUptime", () => {
  it("has two units at most", () => {
    expect(formatUptime(59)).toBe("0\u202fmin");
    expect(formatUptime(3600 * 4 + 720)).toBe("4\u202fh 12\u202fmin");
    expect(formatUptime(86_400)).toBe("1 day 0\u202fh");
  });
});
