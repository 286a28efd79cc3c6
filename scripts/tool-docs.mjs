// Writes docs/tools.md, the reference of the built-in tools, from what the build read out of their docstrings.
// `npm run docs` reads them anew before.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { exampleOf } from "./tool-examples.mjs";

/**
 * @typedef {import("./tool-docs.d.mts").Described} Described
 * @typedef {import("./tool-docs.d.mts").Tool} Tool
 * @typedef {import("./tool-docs.d.mts").Method} Method
 * @typedef {import("./tool-docs.d.mts").Parameter} Parameter
 */

const root = resolve(import.meta.dirname, "..");
const target = join(root, "docs/tools.md");
const WIDTH = 120;
/** Characters of a signature that stands on one line. */
const SIGNATURE_WIDTH = 100;

const head = `# Built-in tools

<!-- Written by \`npm run docs\` from the docstrings in resources/agent/tools; edits are overwritten. -->

These are there on every host, without anything being installed on it: a tool's source is sent with its first call and runs
in the target's own Python, 3.6 or newer. In the window, the console of a host makes a form of each method. The command line
calls it by its name:

\`\`\`sh
rmote-desktop call web1 FileSystem.stat --args '["/etc/hosts"]'
rmote-desktop call web1 FileSystem.write --args '["/etc/motd","Welcome\\n"]' --kwargs '{"mode":"0644","check":true}'
\`\`\`

\`--args\` are positional arguments and \`--kwargs\` those by name, both in JSON; what stands behind \`*\` in a signature is given
by name. Bytes are \`{"$bytes": "BASE64"}\`. \`--timeout\` limits a call in seconds, and \`--json\` prints one object with the
result and the log.

- **What changes something can be tried before**: with \`check\` it only tells what would change. That is **Dry run** in the
  window, beside **Call**.
- **Done again, it changes nothing**: the result has \`changed\`, a line in \`changes\` for each thing, and a \`diff\` where that is text.
- **A failure leaves things as they were**, unless a method says otherwise.
- **What yields** sends its items as they come, until it ends or is cancelled.

Tools of your own stand beside these: [Writing a tool](tools-writing.md). A call that is made again can be kept under a name:
[Saved calls](saved-calls.md). From TypeScript they have types: [TypeScript](typescript.md).
`;

/** The tools by what they are about, in the order of the contents. One that is in none is under "Others". */
const groups = [
  { name: "Files", tools: ["FileSystem", "Archive", "Template", "Transfer"] },
  { name: "Programs", tools: ["Exec", "Process"] },
  { name: "Services and jobs", tools: ["Service", "Timer", "Cron"] },
  {
    name: "Packages",
    tools: ["Apt", "AptRepository", "Dnf", "DnfRepository", "Pacman", "PacmanRepository"],
  },
  { name: "Users", tools: ["User"] },
  { name: "System", tools: ["Facts", "Hostname", "Sysctl"] },
  { name: "Network", tools: ["Network"] },
  { name: "Session", tools: ["Logger", "Quit"] },
];

/**
 * @param {Described} described
 * @param {string[]} shared
 */
export function toolDocs({ sources, tools }, shared) {
  const results = resultFields([...shared, ...sources.map((each) => each.source)]);
  const files = new Map(sources.map((each) => [each.module, each.filename]));
  const sorted = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = [head, contents(sorted)];
  for (const tool of sorted) parts.push(toolPart(tool, files.get(tool.module) ?? "", results));
  return `${parts.join("\n").trimEnd()}\n`;
}

/** @param {Tool[]} tools */
function contents(tools) {
  const grouped = new Set(groups.flatMap((group) => group.tools));
  const others = tools.filter(({ name }) => !grouped.has(name)).map(({ name }) => name);
  const lines = ["## Contents", "", "| | tool | |", "|---|---|---|"];
  for (const group of [...groups, { name: "Others", tools: others }]) {
    const members = group.tools.flatMap((name) => tools.find((tool) => tool.name === name) ?? []);
    for (const [at, tool] of members.entries()) {
      const name = `[**${tool.name}**](#${tool.name.toLowerCase()})`;
      lines.push(`| ${at === 0 ? group.name : ""} | ${name} | ${cell(tool.summary)} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** A line for each method. @param {Tool} tool */
function methodTable(tool) {
  const lines = ["| method | | |", "|---|---|---|"];
  for (const method of tool.methods) {
    const name = `[\`${method.name}\`](#${anchor(tool, method)})`;
    const notes = [
      ...(method.parameters.some(isDryRun) ? ["changes"] : []),
      ...(method.stream ? ["yields"] : []),
    ];
    lines.push(`| ${name} | ${cell(method.summary)} | ${notes.join(", ")} |`);
  }
  return lines.join("\n");
}

/** Whether a method tells with it what would change: that of Exec is about exit statuses. @param {Parameter} parameter */
function isDryRun({ name, doc }) {
  return name === "check" && doc.startsWith("Only tell");
}

/**
 * @param {Tool} tool
 * @param {string} filename
 * @param {Map<string, string[]>} results
 */
function toolPart(tool, filename, results) {
  const source = filename.replace(/^rmote\//, "resources/agent/");
  const lines = [`## ${tool.name}`, ""];
  for (const paragraph of paragraphsOf(tool.doc)) lines.push(block(paragraph), "");
  lines.push(methodTable(tool), "", `Source: [\`${source}\`](../${source})`, "");
  for (const method of tool.methods) lines.push(methodPart(tool, method, results));
  return lines.join("\n");
}

/**
 * @param {Tool} tool
 * @param {Method} method
 * @param {Map<string, string[]>} results
 */
function methodPart(tool, method, results) {
  const { paragraphs, sections } = sectionsOf(method.doc);
  const [summary = "", ...more] = paragraphs;
  const lines = [`### ${tool.name}.${method.name}`, "", wrapped(escaped(summary)), ""];
  for (const paragraph of more) lines.push(block(paragraph), "");
  const example = exampleOf(tool, method);
  if (example !== null) lines.push("```sh", example, "```", "");
  lines.push("```python", signatureOf(tool, method), "```", "");
  if (method.parameters.length > 0) lines.push(parameterTable(method.parameters), "");
  const result = sections.get("Yields") ?? sections.get("Returns");
  const told = resultPart(method, result, results);
  if (told !== null) lines.push(told, "");
  const raises = sections.get("Raises");
  if (raises !== undefined) {
    lines.push("**Errors**", "");
    for (const [name, text] of entriesOf(raises)) {
      lines.push(wrapped(`- \`${name}\`: ${escaped(text)}`, "  "));
    }
    lines.push("");
  }
  return lines.join("\n");
}

/**
 * The signature as Python has it, one parameter on a line where it is long.
 *
 * @param {Tool} tool
 * @param {Method} method
 */
function signatureOf(tool, method) {
  const whole = `${tool.name}.${method.signature}`;
  if (whole.length <= SIGNATURE_WIDTH) return whole;
  /** @type {string[]} */
  const lines = [];
  let starred = false;
  for (const { name, kind, annotation, default: value } of method.parameters) {
    if (kind === "keyword" && !starred) lines.push("    *,");
    starred ||= kind === "keyword" || kind === "var_positional";
    const stars = { var_positional: "*", var_keyword: "**", positional: "", keyword: "" }[kind];
    lines.push(`    ${stars}${name}: ${annotation}${value === null ? "" : ` = ${value}`},`);
  }
  const returns = method.returns === "" ? "" : ` -> ${method.returns}`;
  return `${tool.name}.${method.name}(\n${lines.join("\n")}\n)${returns}`;
}

/** @param {Parameter[]} parameters */
function parameterTable(parameters) {
  const lines = ["| parameter | type | default | |", "|---|---|---|---|"];
  for (const { name, kind, annotation, default: value, doc } of parameters) {
    const shown = kind === "var_positional" ? `*${name}` : name;
    const usual = kind === "var_positional" ? "none" : value === null ? "**needed**" : code(value);
    lines.push(
      `| \`${shown}\` | ${cellOfCode(readableType(annotation))} | ${usual} | ${cell(doc)} |`,
    );
  }
  return lines.join("\n");
}

/**
 * @param {Method} method
 * @param {string | undefined} text
 * @param {Map<string, string[]>} results
 */
function resultPart(method, text, results) {
  if (text === undefined && (method.returns === "" || method.returns === "None")) return null;
  const verb = method.stream ? "Yields" : "Returns";
  const isOptional = /^(?:\w+\.)*Optional\[/.test(method.returns);
  const words = `${readableType(method.returns)}${isOptional ? " or `None`" : ""}`;
  const type = words.replace(/`(\w+)`/g, (whole, name) => {
    const fields = results.get(name);
    return fields === undefined ? whole : `\`${name}(${fields.join(", ")})\``;
  });
  const [first = "", ...more] = paragraphsOf(text ?? "");
  const said = first === "" ? "." : `: ${escaped(first)}`;
  const blocks = [wrapped(`**${verb}** ${type}${said}`), ...more.map(block)];
  return blocks.join("\n\n");
}

/**
 * A type in words: Python's names, without those of `typing`.
 *
 * @param {string} annotation
 */
export function readableType(annotation) {
  const found = /^(?:[a-z]\w*\.)*([A-Za-z_]\w*)\[(.*)\]$/s.exec(annotation);
  if (found === null) return code(annotation === "" ? "any" : annotation);
  const [, name = "", inner = ""] = found;
  const items = splitItems(inner).filter((item) => item !== "None");
  const [first = ""] = items;
  switch (name) {
    case "Optional":
    case "Union":
      return items.map(readableType).join(" or ");
    case "Literal":
      return items.map(code).join(items.length > 3 ? ", " : " or ");
    case "List":
    case "Set":
    case "Sequence":
      return `list of ${readableType(first)}`;
    case "Dict":
    case "Mapping":
      return `dict of ${items.map(readableType).join(" to ")}`;
    case "Iterator":
    case "Iterable":
      return readableType(first);
    case "Generator":
      return `${readableType(first)}, at the end ${readableType(items.at(-1) ?? "")}`;
    default:
      return code(annotation);
  }
}

/** What stands between the commas that are in no brackets and no quotes. @param {string} text */
function splitItems(text) {
  const items = [""];
  let depth = 0;
  for (const part of text.match(/'[^']*'|[^']/g) ?? []) {
    if (part === "[") depth++;
    if (part === "]") depth--;
    if (part === "," && depth === 0) items.push("");
    else items.push((items.pop() ?? "") + part);
  }
  return items.map((item) => item.trim());
}

/**
 * The paragraphs of a docstring, and its sections by their names.
 *
 * @param {string} doc
 */
export function sectionsOf(doc) {
  /** @type {Map<string, string>} */
  const sections = new Map();
  /** @type {string[]} */
  const before = [];
  let name = "";
  for (const line of doc.split("\n")) {
    const found = /^(Args|Returns|Yields|Raises|Example|Note):$/.exec(line);
    if (found !== null) name = found[1] ?? "";
    else if (name !== "") sections.set(name, `${sections.get(name) ?? ""}${line}\n`);
    else before.push(line);
  }
  return { paragraphs: paragraphsOf(before.join("\n")), sections };
}

/** The blocks of a text, each one line; of a list a line for each item. @param {string} text */
function paragraphsOf(text) {
  const blocks = text.trim().split(/\n\s*\n/);
  const joined = blocks.map((each) => {
    const items = each.trim().split(/^\s*(?=- )/m);
    return items.map((item) => item.trim().replace(/\s+/g, " ")).join("\n");
  });
  return joined.filter((each) => each !== "");
}

/** One of `paragraphsOf` as Markdown. @param {string} text */
function block(text) {
  const lines = text.split("\n");
  return lines.map((line) => wrapped(escaped(line), line.startsWith("- ") ? "  " : "")).join("\n");
}

/**
 * The entries `Name: what it says` of a section.
 *
 * @param {string} section
 * @returns {[string, string][]}
 */
function entriesOf(section) {
  const lines = section.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  /** @type {[string, string][]} */
  const entries = [];
  for (const line of lines) {
    const found = /^([\w.]+): ?(.*)$/.exec(line.slice(indent));
    const last = entries.at(-1);
    if (found !== null) entries.push([found[1] ?? "", found[2] ?? ""]);
    else if (last !== undefined) last[1] += ` ${line.trim()}`;
  }
  return entries;
}

/**
 * The fields of the results, by their names: `NAME = NamedTuple("NAME", [("FIELD", "TYPE"), ...])`.
 *
 * @param {string[]} sources
 */
function resultFields(sources) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const source of sources) {
    const all = source.matchAll(
      /^([A-Z]\w*) = NamedTuple\("\w+", \[((?:\s*\("\w+", "[^"]+"\),?)+)\s*\]\)$/gm,
    );
    for (const [, name = "", fields = ""] of all) {
      const names = [...fields.matchAll(/\("(\w+)", /g)];
      found.set(
        name,
        names.map(([, field = ""]) => field),
      );
    }
  }
  return found;
}

/** GitHub's anchor of a method's heading. @param {Tool} tool @param {Method} method */
function anchor(tool, method) {
  return `${tool.name}${method.name}`.toLowerCase();
}

/** @param {string} text */
function code(text) {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A text of a docstring as Markdown: what is no code has no meaning of its own. @param {string} text */
function escaped(text) {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*<>[\]#]/g, "\\$&")))
    .join("");
}

/** @param {string} text */
function cell(text) {
  return escaped(text.replace(/\s+/g, " ")).replaceAll("|", "\\|");
}

/** @param {string} text */
function cellOfCode(text) {
  return text.replaceAll("|", "\\|");
}

/**
 * A paragraph in lines that are not too long. No line begins with what would make it another thing.
 *
 * @param {string} text
 * @param {string} [indent] of all lines but the first
 */
function wrapped(text, indent = "") {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    const isPlain = !/^([-+=~]|\d+[.)])/.test(word);
    if (line !== "" && isPlain && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

export function builtToolDocs() {
  const described = JSON.parse(readFileSync(join(root, "out/agent/tools.json"), "utf8"));
  const folder = join(root, "resources/agent/rmote");
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  return toolDocs(
    described,
    names.sort().map((name) => readFileSync(join(folder, name), "utf8")),
  );
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, builtToolDocs());
  console.log(`Written: ${target}`);
}
