import { describe, expect, it } from "vitest";
import type { Host } from "../../src-shared/host";
import { addressOf, hostRows, hostSections } from "./host-rows";

function host(source: Host["source"], name: string, more: Partial<Host> = {}): Host {
  return {
    id: `${source}:${name}`,
    name,
    source,
    origin: "",
    address: name,
    group: "",
    tags: [],
    colour: null,
    notes: "",
    favourite: false,
    settings: {},
    resolved: null,
    lastUsed: null,
    ...more,
  };
}

const hosts = [
  host("added", "db9", { settings: { user: "root", port: 2222 } }),
  host("config", "web1"),
  host("local", "This machine", { address: "" }),
  host("config", "web2", { settings: { user: "deploy" } }),
];

const names = (filter: string) =>
  hostSections(hosts, filter).map((section) => section.hosts.map((each) => each.name));

describe("addressOf", () => {
  it("writes what is known", () => {
    expect(addressOf(host("added", "db9", { settings: { user: "root", port: 22 } }))).toBe(
      "root@db9:22",
    );
    expect(addressOf(host("added", "::1", { settings: { port: 22 } }))).toBe("[::1]:22");
    expect(addressOf(host("config", "web1"))).toBe("web1");
    expect(addressOf(host("local", "This machine"))).toBe("");
  });
});

describe("hostSections", () => {
  it("puts this machine first, then the ssh config, then the added ones", () => {
    expect(names("")).toEqual([["This machine"], ["web1", "web2"], ["db9"]]);
  });
  it("filters over name, user and address, each word somewhere", () => {
    expect(names("WEB")).toEqual([["web1", "web2"]]);
    expect(names("deploy web")).toEqual([["web2"]]);
    expect(names(":2222")).toEqual([["db9"]]);
    expect(names("nothing")).toEqual([]);
  });
});

describe("hostRows", () => {
  it("has headings except above this machine, and counts the hosts", () => {
    const rows = hostRows(hostSections(hosts, ""));
    expect(
      rows.map((row) => (row.kind === "heading" ? row.section.heading : row.position)),
    ).toEqual([0, "From ssh config", 1, 2, "Added", 3]);
  });
});
