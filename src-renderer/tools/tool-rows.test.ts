import { expect, it } from "vitest";
import type { Method, Tool } from "../../src-shared/tool";
import type { PlacedCall } from "../calls/call-places";
import { toolRows } from "./tool-rows";

const method = (name: string, summary = ""): Method => ({
  name,
  summary,
  doc: "",
  signature: "",
  parameters: [],
  returns: "",
  async: false,
  stream: false,
  line: 1,
});
const tool = (name: string, methods: Method[]): Tool => ({
  key: `m.${name}`,
  name,
  module: "m",
  summary: "",
  doc: "",
  methods,
  line: 1,
});
const tools = [
  tool("Disk", [method("usage"), method("mounts", "Mounted systems")]),
  tool("Exec", [method("shell")]),
];

const none = new Map<string, readonly PlacedCall[]>();
const ids = (filter: string, ...unfolded: string[]) =>
  toolRows(tools, filter, {
    unfolded: new Set(unfolded),
    foldedCalls: new Set(),
    calls: none,
  }).map((row) => row.id);

const call = (label: string): PlacedCall => ({
  path: `calls/${label}.yaml`,
  label,
  detail: "shell",
  title: "",
  isWrong: false,
  words: "Exec.shell\nlocal",
  trouble: null,
});

it("shows saved calls first, and the methods of their tool folded by themselves", () => {
  const calls = new Map([["m.Exec", [call("greet"), call("who am i")]]]);
  const rows = (filter: string, unfolded: string[] = [], folded: string[] = []) =>
    toolRows(tools, filter, {
      unfolded: new Set(unfolded),
      foldedCalls: new Set(folded),
      calls,
    }).map((row) => row.id);
  const both = ["m.Disk", "m.Exec", "call:calls%2Fgreet.yaml", "call:calls%2Fwho%20am%20i.yaml"];
  expect(rows("")).toEqual([...both, "m.Exec:methods"]);
  expect(rows("", ["m.Exec"])).toEqual([...both, "m.Exec:methods", "m.Exec.shell"]);
  expect(rows("", [], ["m.Exec"])).toEqual(["m.Disk", "m.Exec"]);
  expect(rows("greet", [], ["m.Exec"])).toEqual(["m.Exec", "call:calls%2Fgreet.yaml"]);
  expect(rows("local who")).toEqual(["m.Exec", "call:calls%2Fwho%20am%20i.yaml"]);
  expect(rows("shell")).toContain("m.Exec.shell");
});

it("lists tools, and the methods of those that are unfolded", () => {
  expect(ids("")).toEqual(["m.Disk", "m.Exec"]);
  expect(ids("", "m.Disk")).toEqual(["m.Disk", "m.Disk.usage", "m.Disk.mounts", "m.Exec"]);
});

it("filters by tool, by method and by summary, and folds nothing then", () => {
  expect(ids("exec")).toEqual(["m.Exec", "m.Exec.shell"]);
  expect(ids("disk us")).toEqual(["m.Disk", "m.Disk.usage"]);
  expect(ids("mounted")).toEqual(["m.Disk", "m.Disk.mounts"]);
  expect(ids("nothing")).toEqual([]);
});
