import { describe, expect, it } from "vitest";
import { hostTree, treeRows } from "./host-rows";
import { hostIdsOf, hostsBetween, neighbourOf, targetsOf, toggled } from "./selection";
import { host } from "./testing/host";

const hosts = ["a", "b", "c"].map((name) =>
  host("config", name, { group: name === "c" ? "" : "g", favourite: name === "a" }),
);
// Favourites, a, g, a, b, From ssh config, c
const rows = treeRows(hostTree(hosts, []), null, new Set());

describe("selection", () => {
  it("takes the hosts between two rows, headings left out, each once", () => {
    expect(hostsBetween(rows, 1, 4)).toEqual(["config:a", "config:b"]);
    expect(hostsBetween(rows, 6, 4)).toEqual(["config:b", "config:c"]);
    expect(hostIdsOf(rows)).toEqual(["config:a", "config:b", "config:c"]);
  });
  it("adds and takes away", () => {
    expect([...toggled(new Set(["x"]), "y")]).toEqual(["x", "y"]);
    expect([...toggled(new Set(["x"]), "x")]).toEqual([]);
  });
  it("is what a command is for only where the row belongs to it", () => {
    const all = hostIdsOf(rows);
    const selected = new Set(["config:a", "config:b", "config:gone"]);
    expect(targetsOf(rows[4], selected, all)).toEqual(["config:a", "config:b"]);
    expect(targetsOf(rows[6], selected, all)).toEqual(["config:c"]);
    expect(targetsOf(rows[2], selected, all)).toEqual([]);
    expect(targetsOf(undefined, selected, all)).toEqual([]);
  });
  it("goes on with the next row that stays, at the end with the one before", () => {
    const without = (name: string) =>
      treeRows(
        hostTree(
          hosts.filter((each) => each.name !== name),
          [],
        ),
        null,
        new Set(),
      );
    expect(neighbourOf(rows, without("a"), "host config:a")?.id).toBe("host config:b");
    expect(neighbourOf(rows, without("b"), "host config:b")?.id).toBe("config");
    // Its heading goes with it.
    expect(neighbourOf(rows, without("c"), "host config:c")?.id).toBe("host config:b");
    expect(neighbourOf(rows, [], "host config:c")).toBeUndefined();
  });
});
