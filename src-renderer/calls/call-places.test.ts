import { expect, it } from "vitest";
import { readSavedCall } from "../../src-shared/saved-call";
import type { Tool } from "../../src-shared/tool";
import type { OwnToolFile } from "../tools/own-tools-store";
import { foundCalls, longName, placeCalls } from "./call-places";
import type { KnownTools } from "./call-tool";

const tool = (key: string, ...methods: string[]): Tool => ({
  key,
  name: key.slice(key.lastIndexOf(".") + 1),
  module: key.slice(0, key.lastIndexOf(".")),
  summary: "",
  doc: "",
  line: 1,
  methods: methods.map((name) => ({
    name,
    summary: "",
    doc: "",
    signature: "",
    parameters: [],
    returns: "",
    async: false,
    stream: false,
    line: 1,
  })),
});

const ownFile = (path: string, tools: Tool[], more: Partial<OwnToolFile> = {}): OwnToolFile => ({
  path,
  module: "",
  twins: [],
  tools,
  error: null,
  trouble: null,
  ...more,
});

const known: KnownTools = {
  listed: new Set(["web/nginx.py", "new.py", "bad.py"]),
  own: new Map([
    ["web/nginx.py", ownFile("web/nginx.py", [tool("tools.nginx.Nginx", "reload")])],
    [
      "bad.py",
      ownFile("bad.py", [], {
        error: { line: 3, column: 1, endLine: 3, endColumn: 2, message: "no" },
      }),
    ],
  ]),
  builtIn: [tool("rmote.tools.exec.Exec", "shell")],
  snippets: [tool("rmote.snippets.disk.Disk", "report")],
};

function call(path: string, called: string, file = "") {
  const at = called.lastIndexOf(".");
  const text = `version: 1\ntool: ${called.slice(0, at)}\nmethod: ${called.slice(at + 1)}\n${file === "" ? "" : `file: ${file}\n`}hosts: [web1]\n`;
  return { path, text, mark: "", read: readSavedCall(text) };
}

const files = [
  call("calls/a.yaml", "Exec.shell"),
  call("calls/b.yaml", "Exec.gone"),
  call("calls/c.yaml", "Nope.shell"),
  call("calls/d.yaml", "rmote.snippets.disk.Disk.report"),
  call("calls/e.yaml", "Disk.report"),
  call("web/calls/f.yaml", "Nginx.reload", "nginx.py"),
  call("web/calls/g.yaml", "Apache.reload", "nginx.py"),
  call("web/calls/h.yaml", "Nginx.reload", "lost.py"),
  call("calls/i.yaml", "New.it", "new.py"),
  call("calls/j.yaml", "Bad.it", "bad.py"),
  { path: "calls/k.yaml", text: "", mark: "", read: readSavedCall("- 1\n") },
];

const shown = (all: ReadonlyMap<string, readonly { label: string; detail: string }[]>) =>
  [...all].map(([key, calls]) => [key, ...calls.map(({ label, detail }) => `${label} ${detail}`)]);

it("places each call beneath its tool, and says what is wrong", () => {
  const { own, builtIn, lost } = placeCalls(files, known);
  expect(shown(builtIn)).toEqual([
    ["rmote.tools.exec.Exec", "a shell", "b no gone"],
    ["rmote.snippets.disk.Disk", "d report"],
  ]);
  expect(shown(own)).toEqual([
    ["web/nginx.py", "f reload", "g no Apache"],
    // Not read yet: nothing is said of it.
    ["new.py", "i it"],
    ["bad.py", "j error"],
  ]);
  expect(lost.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
    "c no Nope",
    "e no Disk",
    "h no lost.py",
    "k line 1",
  ]);
  expect(lost.map((each) => longName(each)).at(2)).toBe("web/h");
  expect(lost.map(({ trouble }) => trouble?.canChoose)).toEqual([true, true, true, false]);
});

it("calls nothing lost before the tools are known", () => {
  const nothing = { listed: null, own: new Map(), builtIn: null, snippets: [] };
  const { lost, builtIn } = placeCalls(files, nothing);
  expect(lost.map(({ label }) => label)).toEqual(["k"]);
  expect(builtIn.size).toBe(0);
});

it("finds calls by all that is said of them", () => {
  const calls = [...placeCalls(files, known).own.values()].flat();
  const labels = (filter: string) => foundCalls(calls, filter).map(({ label }) => label);
  expect(labels("nginx.RELOAD web1")).toEqual(["f"]);
  expect(labels("web/calls")).toEqual(["f", "g"]);
  expect(labels("nothing")).toEqual([]);
});
