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

const ids = (filter: string, ...folded: string[]) =>
  toolRows(tools, filter, new Set(folded)).map((row) => row.id);

it("lists tools with their methods, less those that are folded", () => {
  expect(ids("")).toEqual(["m.Disk", "m.Disk.usage", "m.Disk.mounts", "m.Exec", "m.Exec.shell"]);
  expect(ids("", "m.Disk")).toEqual(["m.Disk", "m.Exec", "m.Exec.shell"]);
});

it("filters by tool, by method and by summary, and folds nothing then", () => {
  expect(ids("exec", "m.Exec")).toEqual(["m.Exec", "m.Exec.shell"]);
  expect(ids("disk us")).toEqual(["m.Disk", "m.Disk.usage"]);
  expect(ids("mounted")).toEqual(["m.Disk", "m.Disk.mounts"]);
  expect(ids("nothing")).toEqual([]);
});
