import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { MAX_DATA_DEPTH, MAX_DATA_VALUES, notNames, tooDeep, tooMany } from "./data-limits";
import type { DataSet } from "./data-set";
import { printableLine } from "./printable";
import { TextPlaces } from "./text-places";
import { float, type Value } from "./value";

interface Wrong {
  start: number;
  end: number;
  message: string;
}

/** A data set that is YAML 1.2 (`readData`). */
export function readYamlData(text: string): DataSet {
  const { value, wrong } = read(text);
  if (wrong.length === 0) return { ok: true, value };
  const places = new TextPlaces(text);
  const problems = wrong.map(({ start, end, message }) => ({
    ...places.range(Math.min(start, text.length), Math.max(end, start + 1)),
    message,
  }));
  return { ok: false, problems };
}

function read(text: string): { value: Map<string, Value>; wrong: Wrong[] } {
  const value = new Map<string, Value>();
  if (isTooDeep(text)) return { value, wrong: [{ start: 0, end: 1, message: tooDeep }] };
  const document = parseDocument(text, {
    prettyErrors: false,
    intAsBigInt: true,
    uniqueKeys: true,
    strict: true,
  });
  const wrong: Wrong[] = [...document.errors, ...document.warnings].map(
    ({ pos: [start, end], code, message }) => ({ start, end, message: sentence(code, message) }),
  );
  const top = document.contents as ParsedNode | null;
  if (wrong.length > 0 || top === null || isEmpty(top)) return { value, wrong };
  if (!isMap(top)) {
    const [start, end] = top.range;
    return { value, wrong: [{ start, end, message: notNames("a mapping", "name: value") }] };
  }
  const reader = new Reader(document, wrong);
  for (const [key, item] of reader.dict(top, 1)) {
    if (typeof key === "string") value.set(key, item);
    else wrong.push({ ...reader.keyPlace(top, key), message: noName });
  }
  return { value, wrong };
}

const noName = "A name has to be text: put it in quotes.";

/** A document of comments alone. */
function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}

/** Whether so many brackets are open, or a line is indented so far, that the parser could not take it. */
function isTooDeep(text: string): boolean {
  let open = 0;
  let most = 0;
  for (const char of text) {
    if (char === "[" || char === "{") open += 1;
    else if ((char === "]" || char === "}") && open > 0) open -= 1;
    most = Math.max(most, open);
  }
  return most > MAX_DATA_DEPTH * 4 || /^(?:[-?] ?){400}/m.test(text);
}

/** Makes values of the parsed nodes. Each problem that ends the reading is told once. */
class Reader {
  private left = MAX_DATA_VALUES;
  private readonly inside = new Set<ParsedNode>();
  /** What an alias stands for: to find it, the parser goes through the document. */
  private readonly targets = new Map<Alias, Node>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly wrong: Wrong[],
  ) {}

  value(node: ParsedNode | null, depth: number): Value {
    if (node === null) return null;
    this.left -= 1;
    if (this.left === -1) this.tell(node, tooMany);
    if (depth > MAX_DATA_DEPTH) this.tell(node, tooDeep);
    if (this.left < 0 || depth > MAX_DATA_DEPTH) return null;
    if (isAlias(node)) return this.alias(node, depth);
    if (isScalar(node)) return scalar(node.value);
    this.inside.add(node);
    const value = isSeq(node)
      ? node.items.map((item) => this.value(item as ParsedNode, depth + 1))
      : this.dict(node as YAMLMap.Parsed, depth + 1);
    this.inside.delete(node);
    return value;
  }

  dict(map: YAMLMap.Parsed, depth: number): Map<Value, Value> {
    const own = new Map<Value, Value>();
    const merged = new Map<Value, Value>();
    for (const { key, value } of map.items) {
      if (isScalar(key) && key.type === "PLAIN" && key.value === "<<") {
        this.merge(value, merged, depth);
        continue;
      }
      const name = this.value(key, depth);
      if (typeof name === "object" && name !== null) {
        this.tell(key, "A key cannot be a list or a mapping here.");
        continue;
      }
      if (own.has(name)) this.tell(key, `${printableLine(String(name))} is here twice.`);
      own.set(name, this.value(value, depth));
    }
    // A mapping's own keys win over those that are merged into it.
    return new Map([...merged, ...own]);
  }

  private merge(node: ParsedNode | null, into: Map<Value, Value>, depth: number): void {
    const value = this.value(node, depth);
    // Of several mappings the first one wins.
    for (const item of Array.isArray(value) ? [...value].reverse() : [value]) {
      if (item instanceof Map) for (const [key, part] of item) into.set(key, part);
      else if (node !== null) this.tell(node, "Only a mapping, or a list of them, can be merged.");
    }
  }

  private alias(node: Alias.Parsed, depth: number): Value {
    const target = this.targets.get(node) ?? node.resolve(this.document);
    if (target === undefined) {
      this.tell(node, "Nothing above has this anchor.");
      return null;
    }
    this.targets.set(node, target);
    const place = target as ParsedNode;
    if (this.inside.has(place)) {
      this.tell(node, "This repeats what it is itself a part of.");
      return null;
    }
    return this.value(place, depth);
  }

  /** Where a key of the mapping is. */
  keyPlace(map: YAMLMap.Parsed, name: Value): { start: number; end: number } {
    const pair = map.items.find(({ key }) => isScalar(key) && scalar(key.value) === name);
    const [start, end] = pair?.key.range ?? map.range;
    return { start, end };
  }

  private tell(node: ParsedNode, message: string): void {
    const [start, end] = node.range;
    this.wrong.push({ start, end, message });
  }
}

function scalar(value: unknown): Value {
  switch (typeof value) {
    case "bigint": {
      const small = Number(value);
      return Number.isSafeInteger(small) ? small : value;
    }
    case "number":
      return float(value);
    case "string":
    case "boolean":
      return value;
    default:
      return null;
  }
}

function sentence(code: string, message: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "This name is here twice.";
    case "TAB_AS_INDENT":
      return "YAML is indented with blanks, not with tabs.";
    case "MULTIPLE_DOCS":
      return "A data set is one document: take out what stands from this --- on.";
    case "TAG_RESOLVE_FAILED":
      return `A data set has no tags of one's own. ${printableLine(message)}.`;
    default:
      // The parser calls itself for each level, and tells that it could not go on as an error of its own.
      if (message.startsWith("Maximum call stack size")) return tooDeep;
      return `${printableLine(message).replace(/\.$/, "")}.`;
  }
}
