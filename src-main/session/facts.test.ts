import { hostname } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { builtIn, connectToTarget } from "../testing/agent";
import type { Connection } from "./connection";

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

describe("Facts", () => {
  it("arrive as plain data, every part or why it is missing", async () => {
    const connection = await connectToTarget();
    open.push(connection);
    const gather = (kwargs: [Value, Value][]) =>
      connection.protocol.call(builtIn("facts", "Facts"), "gather", [], new Map(kwargs));
    const facts = await gather([["timeout", 30]]);
    if (!(facts instanceof Map)) throw new Error("no dict");
    const missing = facts.get("missing");
    if (!(missing instanceof Map)) throw new Error("no dict of missing parts");
    const parts = [...facts.keys()].filter((part) => part !== "missing");
    expect(parts).toHaveLength(13);
    expect(parts.filter((part) => facts.get(part) === null)).toEqual([...missing.keys()]);
    expect(facts.get("kernel")).toBeInstanceOf(Map);
    const uptime = facts.get("uptime");
    expect(uptime instanceof Map && uptime.get("boot_time")).toMatchObject({ $: "timestamp" });
    expect(facts.get("hostname")).toEqual(
      new Map([
        ["name", hostname()],
        ["fqdn", expect.toSatisfy((name) => name === null || typeof name === "string")],
      ]),
    );
    const one = await gather([["parts", ["cpu"]]]);
    expect(one instanceof Map && [...one.keys()]).toEqual(["cpu", "missing"]);
  });
});
