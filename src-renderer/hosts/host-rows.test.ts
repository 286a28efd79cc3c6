import { describe, expect, it } from "vitest";
import {
  addressOf,
  allGroupPaths,
  hostsUnder,
  hostTree,
  type TreeRow,
  treeRows,
} from "./host-rows";
import { host } from "./testing/host";

const hosts = [
  host("added", "db9", { settings: { user: "root", port: 2222 } }),
  host("config", "web10", { group: "production/web", favourite: true }),
  host("config", "web2", { group: "production/web", colour: "blue" }),
  host("config", "alone"),
  host("added", "pg1", { group: "production" }),
  host("local", "This machine", { address: "" }),
];
const groups = [
  { path: "production", settings: {}, notes: "", colour: "red" as const },
  { path: "staging", settings: {}, notes: "", colour: null },
];
const tree = hostTree(hosts, groups);

const shown = (rows: TreeRow[]) =>
  rows.map((row) => {
    const name = row.kind === "branch" ? `${row.branch.label} ${row.count}` : row.host.name;
    return `${"  ".repeat(row.level - 1)}${name}`;
  });

describe("addressOf", () => {
  it("writes what is known", () => {
    expect(addressOf(host("added", "db9", { settings: { user: "root", port: 22 } }))).toBe(
      "root@db9:22",
    );
    expect(addressOf(host("added", "::1", { settings: { port: 22 } }))).toBe("[::1]:22");
    expect(addressOf(host("config", "web1"))).toBe("web1");
    expect(addressOf(host("local", "This machine"))).toBe("");
  });
  it("writes what ssh makes of it, without the usual port", () => {
    const resolved = { hostname: "10.0.0.1", user: "deploy", port: 22 };
    expect(addressOf(host("config", "web1", { resolved }))).toBe("deploy@10.0.0.1");
    expect(addressOf(host("config", "web1", { resolved: { ...resolved, port: 2222 } }))).toBe(
      "deploy@10.0.0.1:2222",
    );
  });
  it("writes the command where one leads there", () => {
    expect(addressOf(host("added", "web", { settings: { command: "docker exec -i web" } }))).toBe(
      "docker exec -i web",
    );
  });
});

describe("treeRows", () => {
  it("has this machine, favourites, nested groups in natural order, then the ungrouped", () => {
    expect(shown(treeRows(tree, null, new Set()))).toEqual([
      "This machine",
      "Favourites 1",
      "  web10",
      "production 3",
      "  web 2",
      "    web2",
      "    web10",
      "  pg1",
      "staging 0",
      "From ssh config 1",
      "  alone",
      "Added 1",
      "  db9",
    ]);
  });
  it("leaves out what is folded, and still counts it", () => {
    expect(shown(treeRows(tree, null, new Set(["group production", "favourites"])))).toEqual([
      "This machine",
      "Favourites 1",
      "production 3",
      "staging 0",
      "From ssh config 1",
      "  alone",
      "Added 1",
      "  db9",
    ]);
  });
  it("shows of the branches only those in which a filter found something", () => {
    const found = new Set(hosts.filter((each) => each.name === "web2"));
    expect(shown(treeRows(tree, found, new Set()))).toEqual([
      "production 1",
      "  web 1",
      "    web2",
    ]);
  });
  it("says where among its siblings a row stands", () => {
    const rows = treeRows(tree, null, new Set());
    const place = (id: string) => {
      const row = rows.find((each) => each.id === id);
      return [row?.position, row?.siblings, row?.parentId];
    };
    expect(place("host local:This machine")).toEqual([1, 6, null]);
    expect(place("added")).toEqual([6, 6, null]);
    expect(place("host added:pg1")).toEqual([2, 2, "group production"]);
  });
  it("gives a host its own colour, else that of the nearest group that has one", () => {
    const colours = treeRows(tree, null, new Set()).flatMap((row) =>
      row.kind === "host" ? [`${row.host.name} ${row.colour}`] : [],
    );
    expect(colours).toContain("web10 red");
    expect(colours).toContain("web2 blue");
    expect(colours).toContain("alone null");
  });
});

describe("groups", () => {
  it("are all that are named, and those around them", () => {
    expect(allGroupPaths(hosts, groups)).toEqual(["production", "production/web", "staging"]);
  });
  it("have the hosts of the groups in them", () => {
    const production = tree.branches.find((branch) => branch.path === "production");
    expect(production && hostsUnder(production).map((each) => each.name)).toEqual([
      "web2",
      "web10",
      "pg1",
    ]);
  });
});
