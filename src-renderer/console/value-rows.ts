import { formatBytes, formatCount, formatPlural } from "../../src-shared/format";
import { isTyped, type Value } from "../../src-shared/value";
import { hexRows, isLongText, textRows } from "./block-rows";
import { pythonText } from "./python-text";
import { hintOf } from "./value-hint";

/** A visible line of a value's tree. `id` is stable as long as the value is. */
export type ValueRow =
  | {
      kind: "node";
      id: string;
      parent: string | null;
      depth: number;
      /** The key, index or field name; null for the value itself. */
      label: string | null;
      text: string;
      type: string;
      tone: Tone;
      isExpandable: boolean;
      isExpanded: boolean;
    }
  | {
      kind: "line";
      id: string;
      parent: string | null;
      depth: number;
      text: string;
      isContinued: boolean;
    }
  | { kind: "hex"; id: string; parent: string; depth: number; offset: number; bytes: Uint8Array }
  /** Stands for what is not shown; expanding `id` shows more of it. */
  | {
      kind: "more";
      id: string;
      parent: string;
      depth: number;
      text: string;
      isExpandable: boolean;
    };

export type Tone = "text" | "number" | "word" | "bytes" | "plain";

/** The longest text of a line; what is longer is cut. */
const SUMMARY = 160;
/** So many children are shown in a row; more of them are grouped. */
export const GROUP = 1000;

interface Child {
  label: string;
  value: Value;
}

/** The rows that a tree shows. */
export interface TreeRows {
  readonly count: number;
  at(index: number): ValueRow | undefined;
  /** Whether it is a line of a text or of bytes: those stand closer. Quick, since it is asked of all. */
  isClose(index: number): boolean;
  /** @returns -1 where there is none */
  indexOf(id: string): number;
}

/** The lines of a value, given which of them are expanded. `id` is that of the first. */
export function valueRows(value: Value, expanded: ReadonlySet<string>, id = "$"): ValueRow[] {
  const rows: ValueRow[] = [];
  addNode(rows, { label: null, value, id, parent: null, depth: 0 }, expanded);
  return rows;
}

interface Place {
  label: string | null;
  value: Value;
  id: string;
  parent: string | null;
  depth: number;
}

function addNode(rows: ValueRow[], place: Place, expanded: ReadonlySet<string>): void {
  const { value, id, parent, depth, label } = place;
  const isExpandable = canExpand(value);
  const isExpanded = isExpandable && expanded.has(id);
  const { type: plain, tone } = typeOf(value);
  const hint = hintOf(label, value);
  const type = hint === null ? plain : `${plain}, ${hint}`;
  const text = isExpanded && isBlock(value) ? blockSize(value) : pythonText(value, SUMMARY);
  rows.push({ kind: "node", id, parent, depth, label, text, type, tone, isExpandable, isExpanded });
  if (!isExpanded) return;
  if (typeof value === "string") rows.push(...textRows(value, id, depth + 1, expanded));
  else if (value instanceof Uint8Array) rows.push(...hexRows(value, id, depth + 1, expanded));
  else addChildren(rows, childrenOf(value), 0, place, expanded);
}

/** Children `from` on, those of one group if there are many: groups of groups for more than a million. */
function addChildren(
  rows: ValueRow[],
  children: readonly Child[],
  from: number,
  place: Pick<Place, "id" | "depth">,
  expanded: ReadonlySet<string>,
): void {
  const { id, depth } = place;
  if (children.length <= GROUP) {
    for (const [i, child] of children.entries()) {
      addNode(rows, { ...child, id: `${id}/${from + i}`, parent: id, depth: depth + 1 }, expanded);
    }
    return;
  }
  const size = children.length > GROUP * GROUP ? GROUP * GROUP : GROUP;
  for (let start = 0; start < children.length; start += size) {
    const part = children.slice(start, start + size);
    const first = from + start;
    const last = first + part.length - 1;
    const groupId = `${id}/${first}-${last}`;
    const isExpanded = expanded.has(groupId);
    rows.push({
      kind: "node",
      id: groupId,
      parent: id,
      depth: depth + 1,
      label: `${formatCount(first)} … ${formatCount(last)}`,
      text: "",
      type: formatPlural(part.length, "item"),
      tone: "plain",
      isExpandable: true,
      isExpanded,
    });
    if (isExpanded) addChildren(rows, part, first, { id: groupId, depth: depth + 1 }, expanded);
  }
}

/** Bytes have their size in the name of the type already. */
function blockSize(value: string | Uint8Array): string {
  return typeof value === "string" ? sizeOf(value) : "";
}

function isBlock(value: Value): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

export function canExpand(value: Value): boolean {
  if (typeof value === "string") return isLongText(value);
  if (value instanceof Uint8Array) return value.length > 16;
  return childrenOf(value).length > 0;
}

/** What a text or bytes come to: `1 204 lines, 38.1 KiB`. */
export function sizeOf(value: string | Uint8Array): string {
  if (value instanceof Uint8Array) return formatBytes(value.length);
  let lines = 1;
  for (
    let at = value.indexOf("\n");
    at !== -1 && at < value.length - 1;
    at = value.indexOf("\n", at + 1)
  ) {
    lines += 1;
  }
  return `${formatPlural(lines, "line")}, ${formatPlural(value.length, "character")}`;
}

const cache = new WeakMap<object, Child[]>();

function childrenOf(value: Value): Child[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  let children = cache.get(value);
  if (children === undefined) {
    children = listChildren(value);
    cache.set(value, children);
  }
  return children;
}

function listChildren(value: Exclude<Value, null | Uint8Array>): Child[] {
  if (Array.isArray(value)) return indexed(value);
  if (value instanceof Map) {
    return Array.from(value, ([key, item]) => ({ label: pythonText(key, 80), value: item }));
  }
  if (!isTyped(value)) return [];
  switch (value.$) {
    case "tuple":
    case "set":
    case "frozenset":
      return indexed(value.items);
    case "dataclass":
    case "namedtuple":
      return Array.from(value.fields, ([label, item]) => ({ label, value: item }));
    case "exception":
      return indexed(value.args);
    case "template":
      return isLongText(value.source) ? [{ label: "source", value: value.source }] : [];
    case "enum":
      return [{ label: "value", value: value.value }];
    default:
      return [];
  }
}

const indexed = (items: readonly Value[]): Child[] =>
  items.map((value, i) => ({ label: String(i), value }));

/** The name of a value's Python type, with its length where it has one, and how it is coloured. */
export function typeOf(value: Value): { type: string; tone: Tone } {
  if (value === null) return { type: "", tone: "word" };
  switch (typeof value) {
    case "boolean":
      return { type: "bool", tone: "word" };
    case "bigint":
      return { type: "int", tone: "number" };
    case "number":
      return { type: Number.isInteger(value) ? "int" : "float", tone: "number" };
    case "string":
      return { type: "str", tone: "text" };
  }
  if (value instanceof Uint8Array)
    return { type: `bytes, ${formatBytes(value.length)}`, tone: "bytes" };
  if (Array.isArray(value)) return { type: `list of ${formatCount(value.length)}`, tone: "plain" };
  if (value instanceof Map) return { type: `dict of ${formatCount(value.size)}`, tone: "plain" };
  switch (value.$) {
    case "float":
      return { type: "float", tone: "number" };
    case "tuple":
    case "set":
    case "frozenset":
      return { type: `${value.$} of ${formatCount(value.items.length)}`, tone: "plain" };
    case "decimal":
      return { type: "Decimal", tone: "number" };
    case "path":
    case "enum":
    case "dataclass":
    case "namedtuple":
    case "exception":
      return { type: value.type, tone: value.$ === "path" ? "text" : "plain" };
    case "timestamp":
      return { type: "datetime", tone: "plain" };
    case "template":
      return { type: "Template", tone: "text" };
    default:
      return { type: value.$, tone: "plain" };
  }
}

/** What is expanded at first: the value itself, then level by level as long as it all fits in `room` lines. */
export function initiallyExpanded(value: Value, room = 40): Set<string> {
  const expanded = new Set(["$"]);
  let used = childrenOf(value).length + 1;
  let level = [{ id: "$", value }];
  while (level.length > 0 && used <= room) {
    const next: { id: string; value: Value }[] = [];
    for (const { id, value: parent } of level) {
      const children = childrenOf(parent);
      if (children.length > GROUP) continue;
      for (const [i, child] of children.entries()) {
        const size = childrenOf(child.value).length;
        if (size === 0 || used + size > room) continue;
        used += size;
        const childId = `${id}/${i}`;
        expanded.add(childId);
        next.push({ id: childId, value: child.value });
      }
    }
    level = next;
  }
  return expanded;
}
