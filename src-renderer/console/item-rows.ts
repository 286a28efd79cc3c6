import { formatCount, formatPlural } from "../../src-shared/format";
import type { Value } from "../../src-shared/value";
import type { ItemBuffer } from "./item-buffer";
import { type TreeRows, type ValueRow, valueRows } from "./value-rows";

/** Characters of a text that stands on one line as it is. */
const LINE = 1000;

const none: ReadonlySet<string> = new Set();

/**
 * The rows of the items that a call has yielded, as they are in this moment:
 * one for each that is folded, those of a tree for each that is not. The id of
 * an item's first row is its number.
 */
export class ItemRows implements TreeRows {
  readonly count: number;
  readonly #items: ItemBuffer;
  readonly #first: number;
  /** The items that are unfolded, in their order, and the index of their first row. */
  readonly #open: { number: number; index: number; rows: ValueRow[] }[] = [];

  constructor(items: ItemBuffer, expanded: ReadonlySet<string>) {
    this.#items = items;
    this.#first = items.first;
    let more = 0;
    for (const number of unfolded(expanded)) {
      const value = items.at(number);
      if (value === undefined) continue;
      const rows = rowsOf(number, value, expanded);
      this.#open.push({ number, index: number - this.#first + more, rows });
      more += rows.length - 1;
    }
    this.count = items.length + more;
  }

  at(index: number): ValueRow | undefined {
    const found = this.#find(index);
    if (typeof found !== "number") return found;
    const value = this.#items.at(found);
    return value === undefined ? undefined : rowsOf(found, value, none)[0];
  }

  isClose(index: number): boolean {
    const found = this.#find(index);
    return typeof found !== "number" && found !== undefined && found.kind !== "node";
  }

  /** The row there, or the number of the folded item. */
  #find(index: number): ValueRow | number | undefined {
    let number = this.#first + index;
    for (const open of this.#open) {
      if (index < open.index) break;
      if (index < open.index + open.rows.length) return open.rows[index - open.index];
      number -= open.rows.length - 1;
    }
    return number;
  }

  indexOf(id: string): number {
    const number = Number.parseInt(id, 10);
    let index = number - this.#first;
    for (const open of this.#open) {
      if (open.number === number) return index + open.rows.findIndex((row) => row.id === id);
      if (open.number < number) index += open.rows.length - 1;
    }
    return index;
  }
}

/** The numbers of unfolded items, ascending: ids without the parts of what is inside. */
function unfolded(expanded: ReadonlySet<string>): number[] {
  return [...expanded]
    .filter((id) => !id.includes("/"))
    .map(Number)
    .sort((a, b) => a - b);
}

/** A text is the line that it is; other values are trees. */
function rowsOf(number: number, value: Value, expanded: ReadonlySet<string>): ValueRow[] {
  const id = String(number);
  if (typeof value === "string" && value.length <= LINE && !value.includes("\n")) {
    return [{ kind: "line", id, parent: null, depth: 0, text: value, isContinued: false }];
  }
  return valueRows(value, expanded, id);
}

/** The number of an item as people count, before its first row. */
export function itemNumber(row: ValueRow): string {
  return row.depth === 0 ? formatCount(Number(row.id) + 1) : "";
}

/** Says how many items there were, and how many are not kept any more. */
export function itemWords(items: ItemBuffer): string {
  const all = formatPlural(items.next, "item");
  if (items.first === 0) return all;
  return `${all}, oldest ${formatCount(items.first)} gone`;
}
