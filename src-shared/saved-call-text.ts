import { LosslessNumber } from "lossless-json";
import { Document, isMap, isScalar, parseDocument, type Scalar, type ScalarTag, visit } from "yaml";

/** A number as it is written, with every digit; in the forms that JSON has too. */
const number: ScalarTag = {
  identify: (value) => value instanceof LosslessNumber,
  default: true,
  tag: "tag:yaml.org,2002:float",
  test: /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/,
  resolve: (text) => new LosslessNumber(text),
  stringify: ({ value }) => String(value),
};

const options = { customTags: (tags: unknown[]) => [number, ...tags] as ScalarTag[] };

/** Texts that stand as they are in a line or a block: no control character, no half of a pair, no mark of direction. */
const PLAIN =
  /^[\n\x20-\x7e\u00a1-\u1fff\u2030-\u2065\u2070-\ud7ff\ue000-\ufefe\uff00-\uffef\u{10000}-\u{10ffff}]*$/u;

/**
 * YAML with these names in this order; those without a value are left out.
 * @param before a text whose comments are kept where their name stays
 */
export function writeSavedCall(
  entries: readonly (readonly [string, unknown])[],
  before: string | null,
): string {
  const document = startOf(before);
  const top = document.contents;
  if (!isMap(top)) throw new Error("A saved call begins as a mapping.");
  const old = new Map(top.items.map((pair) => [String(pair.key), pair]));
  top.items = entries.flatMap(([key, value]) => {
    if (value === undefined) return [];
    const pair = document.createPair(key, value);
    const known = old.get(key);
    if (known === undefined) return [pair];
    const isSame = JSON.stringify(known.value) === JSON.stringify(pair.value);
    // What did not change keeps what stands in it, and how it is written.
    if (!isSame) known.value = pair.value;
    return [known];
  });
  visit(document, { Scalar: (_, node) => quote(node) });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * A text with other values for names of its outermost mapping, and untouched otherwise. A name that is not there yet
 * comes after `tool`.
 */
export function withNames(text: string, names: Readonly<Record<string, string | null>>): string {
  const parsed = parseDocument(text, options);
  const top = parsed.contents;
  if (!isMap(top)) return text;
  const splices: { from: number; to: number; by: string }[] = [];
  const nodeOf = (name: string) => top.items.find(({ key }) => String(key) === name)?.value;
  for (const [name, value] of Object.entries(names)) {
    const node = nodeOf(name);
    const by = plainName(value ?? "");
    if (isScalar(node) && node.range) splices.push({ from: node.range[0], to: node.range[1], by });
    else {
      const tool = nodeOf("tool");
      if (!isScalar(tool) || !tool.range) return text;
      const [, end] = tool.range;
      const lineEnd = /\r\n|\n|$/.exec(text.slice(end));
      const at = top.flow ? end : end + (lineEnd?.index ?? 0);
      splices.push({
        from: at,
        to: at,
        by: `${top.flow ? ", " : lineEnd?.[0] || "\n"}${name}: ${by}`,
      });
    }
  }
  return splices
    .sort((a, b) => b.from - a.from)
    .reduce((made, { from, to, by }) => made.slice(0, from) + by + made.slice(to), text);
}

/** In quotes where YAML could take it for something else. */
function plainName(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && !/^(null|true|false)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

function startOf(before: string | null): Document {
  if (before !== null) {
    const parsed = parseDocument(before, options);
    if (parsed.errors.length === 0 && isMap(parsed.contents)) return parsed as unknown as Document;
  }
  return new Document({}, options);
}

function quote(node: Scalar): void {
  const { value } = node;
  if (typeof value !== "string" || node.type?.startsWith("QUOTE_")) return;
  const isPlain = PLAIN.test(value) && value !== "<<" && !/^\s|\s$/.test(value.replace(/\n$/, ""));
  if (!isPlain) node.type = "QUOTE_DOUBLE";
  else if (value.includes("\n")) {
    // Only a block whose lines neither begin nor end in blanks is read back for sure.
    node.type = /^[^\S\n]|[^\S\n]$|\n\n$|^\n/m.test(value) ? "QUOTE_DOUBLE" : "BLOCK_LITERAL";
  }
}
