import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templateError } from "../../src-shared/template-error";
import type { Value } from "../../src-shared/value";
import { type Connection, fromLocal } from "../session/connection";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { call, toolWith } from "../testing/local";
import { wasmPython } from "../testing/wasm-python";
import { renderTemplate, Template } from "./template";
import { LocalEngine, type TemplateEngine } from "./template-engine";
import { WasmEngine } from "./wasm-engine";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: templates have expressions of this form

const context = (names: Record<string, Value>) => new Map(Object.entries(names));
const tool = builtIn("template", "Template");
const facts = {
  $: "dataclass",
  type: "rmote.tools.facts.Facts",
  fields: new Map<string, Value>([
    ["os", { $: "namedtuple", type: "facts.Os", fields: new Map([["name", "debian"]]) }],
    ["level", { $: "enum", type: "facts.Level", name: "HIGH", value: 3 }],
  ]),
} as const;

const engines: [string, () => Promise<TemplateEngine>][] = [
  ["this machine's Python", async () => new LocalEngine({ agent, tool, python: "", script: "" })],
  [
    "WebAssembly",
    async () => {
      const { python, script } = await wasmPython();
      return new WasmEngine(python, script);
    },
  ],
];

describe.each(engines)("Template, rendered by %s", (_name, make) => {
  let engine: TemplateEngine;
  beforeAll(async () => {
    engine = await make();
  }, 120_000);
  afterAll(() => engine.close());

  it("compiles once and renders many times", async () => {
    const template = await Template.compile("% for x in items:\n${x} ${unit}\n% endfor\n", engine);
    expect(template.names).toEqual(["items", "unit"]);
    expect(await template.render(context({ items: [1, 2.5, "é"], unit: "KiB" }))).toBe(
      "1 KiB\n2.5 KiB\né KiB\n",
    );
    expect(await template.render(context({ items: [], unit: null }))).toBe("");
  });

  it("renders a text in one step, with the Python types of the values", async () => {
    const source =
      "${a!s:.1}|${n}|${f}|${facts.os.name}|${facts['level']}|${facts.level!r}\n${facts}";
    const names = context({ n: 2n ** 70n, f: { $: "float", value: 1 }, facts, a: "xyz" });
    expect(
      await renderTemplate(
        source.replace("${a!s:.1}", "${a[:1]}").replace("!r", ""),
        names,
        engine,
      ),
    ).toBe(
      `x|${2n ** 70n}|1.0|debian|Level.HIGH|Level.HIGH\n` +
        "Facts(os=Os(name='debian'), level=<Level.HIGH: 3>)",
    );
  });

  it("tells line and column of what is no template", async () => {
    const failure = await failureOf(Template.compile("a\n% if x\nb\n", engine));
    expect(failure.code).toBe("tool_error");
    expect(templateError(failure)).toMatchObject({ kind: "syntax", line: 2, column: 3 });
    expect(templateError(failure)?.expression).toBeNull();
  });

  it("tells line, column and expression of what raises, and which name is missing", async () => {
    const template = await Template.compile("a\nb ${port + 'x\"'}\n", engine);
    expect(templateError(await failureOf(template.render()))).toEqual({
      kind: "runtime",
      file: "<template>",
      line: 2,
      column: 5,
      message: expect.stringContaining("'port' is not defined"),
      expression: "port + 'x\"'",
    });
  });

  it("stops when it is told to, and renders the next template", async () => {
    const stop = new AbortController();
    await renderTemplate("warm", context({}), engine);
    const endless = renderTemplate("% while True:\n% endwhile\n", context({}), engine, {
      signal: stop.signal,
    });
    stop.abort();
    expect((await failureOf(endless)).code).toBe("cancelled");
    expect(await renderTemplate("${1 + 1}", context({}), engine)).toBe("2");
  });
});

describe("Template on a target", () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await fromLocal(agent);
  });
  afterAll(() => connection.close());

  it("arrives as a Template of rmote.protocol, and comes back as one", async () => {
    const engine = new LocalEngine({ agent, tool, python: "", script: "" });
    const template = await Template.compile("port ${port}\n", engine);
    await engine.close();
    const own = toolWith(
      "Uses",
      [
        "def show(self, template):",
        "    assert type(template) is Template, type(template)",
        "    return template.render(port=80)",
        "def echo(self, template): return [template]",
      ],
      ["from rmote.protocol import Template"],
    );
    expect(await call(connection, own, "show", [template])).toBe("port 80\n");
    const [back] = (await call(connection, own, "echo", [template])) as Value[];
    expect(back).toEqual({ $: "template", source: "port ${port}\n" });
  });

  it("is rendered by the built-in tool: as a text, a file and an instance", async () => {
    const names = new Map<Value, Value>([["facts", facts]]);
    const source = "${facts.os.name} ${facts}\r\n";
    const text = "debian Facts(os=Os(name='debian'), level=<Level.HIGH: 3>)\r\n";
    expect(await call(connection, tool, "render", [source, names])).toBe(text);
    expect(
      await call(connection, tool, "render_compiled", [{ $: "template", source }, names]),
    ).toBe(text);
    const writes = toolWith("Writes", [
      "def file(self, source):",
      "    import tempfile",
      "    with tempfile.NamedTemporaryFile('wb', suffix='.mako', delete=False) as file:",
      "        file.write(source.encode())",
      "    return file.name",
    ]);
    const path = await call(connection, writes, "file", [source]);
    expect(await call(connection, tool, "render_file", [path, names])).toBe(text);
    const bad = await call(connection, writes, "file", ["\n${1 / 0}"]);
    const failure = await failureOf(call(connection, tool, "render_file", [bad]));
    expect(templateError(failure)).toMatchObject({
      file: bad,
      line: 2,
      column: 3,
      expression: "1 / 0",
    });
    expect(
      (await failureOf(call(connection, tool, "render_compiled", ["text"]))).exception?.type,
    ).toBe("TypeError");
    expect(await call(connection, tool, "names", ["${a} ${b.c} ${len(d)}"])).toEqual([
      "a",
      "b",
      "d",
    ]);
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
