import { describe, expect, it } from "vitest";
import type { Host } from "../../src-shared/host";
import { hostContext } from "../../src-shared/host-context";
import type { Value } from "../../src-shared/value";
import { contextOf, isSameChoice, noContext } from "./context-choice";

const host: Host = {
  id: "config:web1",
  name: "web1",
  source: "config",
  origin: "~/.ssh/config:12",
  address: "web1",
  resolved: { hostname: "10.0.0.7", user: "deploy", port: 2222 },
  lastUsed: null,
  group: "production/web",
  tags: ["eu"],
  colour: null,
  notes: "",
  favourite: false,
  settings: {},
};

describe("hostContext", () => {
  it("says what the list knows of a host", () => {
    expect(hostContext(host)).toEqual(
      new Map<Value, Value>([
        ["name", "web1"],
        ["address", "10.0.0.7"],
        ["user", "deploy"],
        ["port", 2222],
        ["group", "production/web"],
        ["tags", ["eu"]],
      ]),
    );
  });

  it("has None for what ssh was not asked", () => {
    const value = hostContext({ ...host, resolved: null });
    expect(value).toEqual(
      new Map<Value, Value>([
        ["name", "web1"],
        ["address", "web1"],
        ["user", null],
        ["port", null],
        ["group", "production/web"],
        ["tags", ["eu"]],
      ]),
    );
  });
});

describe("contextOf", () => {
  const data = new Map<string, Value>([
    ["port", 80],
    ["facts", "sample"],
  ]);

  it("is the data set alone, or nothing", () => {
    expect(contextOf(data, null)).toEqual(data);
    expect(contextOf(null, null)).toEqual(new Map());
  });

  it("takes facts and host of a chosen host, also where the data set has them as a sample", () => {
    const context = contextOf(data, { host, facts: new Map<Value, Value>([["os", null]]) });
    expect([...context.keys()].sort()).toEqual(["facts", "host", "port"]);
    expect(context.get("facts")).toEqual(new Map([["os", null]]));
    expect(data.get("facts")).toBe("sample");
  });
});

it("compares choices", () => {
  expect(isSameChoice(noContext, { dataSet: null, hostId: null })).toBe(true);
  expect(isSameChoice(noContext, { dataSet: "a.yaml", hostId: null })).toBe(false);
  expect(isSameChoice(noContext, null)).toBe(false);
});
