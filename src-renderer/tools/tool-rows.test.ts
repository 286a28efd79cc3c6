import { expect, it } from "vitest";
import type { Method, Tool } from "../../src-shared/tool";
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

const ids = (filter: string, ...unfolded: string[]) =>
  toolRows(tools, filter, new Set(unfolded)).map((row) => row.id);

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
