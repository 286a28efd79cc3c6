import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { builtToolDocs, readableType, sectionsOf, toolDocs } from "./tool-docs.mjs";
import { exampleOf } from "./tool-examples.mjs";

const root = resolve(import.meta.dirname, "..");
const written = readFileSync(join(root, "docs/tools.md"), "utf8");
/** @type {import("./tool-docs.d.mts").Described} */
const built = JSON.parse(readFileSync(join(root, "out/agent/tools.json"), "utf8"));
const methods = built.tools.flatMap((tool) => tool.methods.map((method) => ({ tool, method })));

describe("docs/tools.md", () => {
  it("is what the docstrings say; `npm run docs` writes it", () => {
    const expected = builtToolDocs().split("\n");
    const lines = written.split("\n");
    const at = expected.findIndex((line, index) => line !== lines[index]);
    const found = at === -1 && lines.length > expected.length ? expected.length : at;
    const advice = `docs/tools.md is out of date from line ${found + 1}: \`npm run docs\` writes it anew.`;
    expect(found, advice).toBe(-1);
  });

  it("has every method, and leads to it", () => {
    const headings = [...written.matchAll(/^#+ (.*)$/gm)].map((each) => {
      // As GitHub makes anchors.
      const text = (each[1] ?? "").toLowerCase();
      return text.replaceAll(" ", "-").replace(/[^\w-]/g, "");
    });
    const links = [...written.matchAll(/\]\(#([^)]+)\)/g)].map((each) => each[1]);
    expect(links.length).toBe(methods.length + built.tools.length);
    expect(written).not.toContain("| Others |");
    for (const link of links) expect(headings).toContain(link);
  });

  it("says of every method what it does, and of every parameter what it is for", () => {
    const untold = methods.flatMap(({ tool, method }) => [
      ...(method.summary === "" ? [`${tool.name}.${method.name}`] : []),
      ...method.parameters
        .filter((each) => each.doc === "" || each.annotation === "")
        .map((each) => `${tool.name}.${method.name}: ${each.name}`),
    ]);
    expect(untold).toEqual([]);
  });
});

describe("the examples", () => {
  it("are calls that the methods take, and change nothing", () => {
    for (const { tool, method } of methods) {
      const example = exampleOf(tool, method);
      if (example === null) continue;
      const { args, kwargs } = argumentsOf(example);
      const positional = method.parameters.filter((each) => each.kind === "positional");
      const takesMore = method.parameters.some((each) => each.kind === "var_positional");
      if (!takesMore) expect(args.length, example).toBeLessThanOrEqual(positional.length);
      const names = [
        ...positional.slice(0, args.length).map((each) => each.name),
        ...Object.keys(kwargs),
      ];
      expect(new Set(names).size, example).toBe(names.length);
      for (const name of names) {
        expect(
          method.parameters.map((each) => each.name),
          example,
        ).toContain(name);
      }
      for (const each of method.parameters) {
        if (each.required) expect(names, example).toContain(each.name);
      }
      if (/\bOnly tell\b/.test(method.doc)) expect(kwargs, example).toHaveProperty("check", true);
    }
  });

  it("are there for all that a person calls", () => {
    const without = methods.filter(({ tool, method }) => exampleOf(tool, method) === null);
    const names = without.map(({ tool, method }) => `${tool.name}.${method.name}`);
    expect(names.filter((name) => !name.startsWith("Transfer."))).toEqual([
      "Template.render_compiled",
    ]);
  });
});

/** The JSON of --args and --kwargs, as a shell would hand it on. @param {string} example */
function argumentsOf(example) {
  const word = (/** @type {string} */ option) => {
    const found = new RegExp(`${option} ('(?:[^']|'\\\\'')*')`).exec(example)?.[1];
    return found?.slice(1, -1).replaceAll("'\\''", "'");
  };
  return {
    args: JSON.parse(word("--args") ?? "[]"),
    kwargs: JSON.parse(word("--kwargs") ?? "{}"),
  };
}

describe("how they are made", () => {
  it("reads types aloud", () => {
    for (const [annotation, expected] of [
      ["str", "`str`"],
      ["Union[str, int, None]", "`str` or `int`"],
      ["Optional[List[Literal['a', 'b, c']]]", "list of `'a'` or `'b, c'`"],
      ["Optional[Dict[str, List[float]]]", "dict of `str` to list of `float`"],
      ["Iterator[str]", "`str`"],
      ["Generator[bytes, None, Downloaded]", "`bytes`, at the end `Downloaded`"],
      ["rmote.template.Template", "`rmote.template.Template`"],
      ["Literal['a', 'b', 'c', 1]", "`'a'`, `'b'`, `'c'`, `1`"],
      ["", "`any`"],
    ]) {
      expect(readableType(annotation ?? "")).toBe(expected);
    }
  });

  it("takes a docstring apart", () => {
    const { paragraphs, sections } = sectionsOf(
      "One\nline.\n\nMore of it:\nhere.\n\nArgs:\n    a: An\n        a.\n\nRaises:\n    x.Y: No.\n",
    );
    expect(paragraphs).toEqual(["One line.", "More of it: here."]);
    expect([...sections.keys()]).toEqual(["Args", "Raises"]);
  });

  it("keeps what Markdown would take for something else", () => {
    const method = {
      name: "f",
      summary: "",
      doc: "Say <b>, \\1, *x* and `<code>` | `a*b`.\n\n- one\n  thing\n- two\n\nRaises:\n    ValueError: It is\n        [odd].",
      signature: "f(a: Literal['x', 'y'] = 'x') -> Result",
      parameters: [
        {
          name: "a",
          kind: /** @type {const} */ ("positional"),
          annotation: "Literal['x', 'y']",
          type: { kind: "choice" },
          required: false,
          default: "'x'",
          doc: "Either | or.",
        },
      ],
      returns: "Result",
      stream: false,
    };
    const tool = { name: "T", module: "m", summary: "S.", doc: "S.", methods: [method] };
    const source = { module: "m", filename: "rmote/tools/t.py", source: "" };
    const text = toolDocs({ sources: [source], tools: [tool] }, [
      'Result = NamedTuple("Result", [\n    ("one", "int"), ("two", "Optional[str]"),\n    ("three", "List[int]"),\n])\n',
    ]);
    expect(text).toContain("Say \\<b\\>, \\\\1, \\*x\\* and `<code>` | `a*b`.\n");
    expect(text).toContain("\n\n- one thing\n- two\n\n");
    expect(text).toContain("| `a` | `'x'` or `'y'` | `'x'` | Either \\| or. |\n");
    expect(text).toContain("**Returns** `Result(one, two, three)`.\n");
    expect(text).toContain("- `ValueError`: It is \\[odd\\].\n");
    expect(text).toContain("```sh\nrmote-desktop call web1 T.f\n```\n");
    expect(text).toContain("Source: [`resources/agent/tools/t.py`](../resources/agent/tools/t.py)");
  });
});
