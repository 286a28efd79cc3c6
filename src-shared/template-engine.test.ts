import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatted, templates } from "../src-renderer/templates/language/testing/template-cases";
import { parseBlocks } from "./template-blocks";

/** The engine's own reading of templates, and what they render with a name `n`. */
const SCRIPT = `
import json, sys
sys.path.insert(0, "resources/agent")
from rmote.template import Template
from rmote.template_errors import TemplateSyntaxError
from rmote.template_parse import Statement, parse

def read(source):
    try:
        nodes = parse(source, "t").nodes
    except TemplateSyntaxError:
        return None
    return [[n.line, n.role, n.keyword] for n in nodes if isinstance(n, Statement)]

def render(source):
    try:
        return Template(source).render(n="a:b")
    except Exception as error:
        return type(error).__name__

print(json.dumps([[read(each), render(each)] for each in json.load(sys.stdin)]))
`;

type Reading = [[number, string, string][] | null, string];

function askEngine(sources: string[]): Reading[] {
  const options = { input: JSON.stringify(sources), encoding: "utf8" } as const;
  return JSON.parse(execFileSync("python3", ["-c", SCRIPT], { ...options, maxBuffer: 2 ** 28 }));
}

function roles(source: string): [number, string, string][] {
  return parseBlocks(source.replace(/^\ufeff/, "").split(/\r?\n/)).statements.map(
    ({ line, role, keyword }) => [line, role === "middle" ? "next" : role, keyword],
  );
}

it("finds the statements that the engine finds, in each of its cases", () => {
  const cases: { name: string; source: string }[] = JSON.parse(
    readFileSync("resources/agent/tests/template-cases.json", "utf8"),
  );
  const readings = askEngine(cases.map(({ source }) => source));
  const right = cases.filter((_, index) => readings[index]?.[0] !== null);
  expect(right.length).toBeGreaterThan(100);
  cases.forEach(({ name, source }, index) => {
    const reading = readings[index]?.[0];
    if (reading !== null) expect([name, roles(source)]).toEqual([name, reading]);
  });
});

it("changes nothing of what a template renders by formatting it", () => {
  const sources = fc.sample(templates, 300);
  const before = askEngine(sources);
  const after = askEngine(sources.map(formatted));
  sources.forEach((source, index) => {
    expect([source, before[index]?.[0]]).toEqual([source, roles(source)]);
    expect([source, after[index]?.[1]]).toEqual([source, before[index]?.[1]]);
  });
  // They do render: else the same errors would be compared.
  const fine = before.filter(([reading, output]) => reading !== null && !/Error$/.test(output));
  expect(fine.length).toBeGreaterThan(200);
});
