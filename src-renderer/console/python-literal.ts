import { float, type Value } from "../../src-shared/value";

/**
 * The value of a Python literal as written in a source: None, bools, numbers,
 * strings, bytes, lists, tuples, sets and dicts of them.
 * @returns undefined for any other expression
 */
export function parsePythonLiteral(source: string): Value | undefined {
  const reader = new Reader(source);
  const value = reader.value(0);
  reader.space();
  return reader.at === source.length ? value : undefined;
}

const numberPattern =
  /[+-]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?)/y;
const stringPattern =
  /([rRuUbB]{0,2})("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/y;

class Reader {
  at = 0;

  constructor(private readonly source: string) {}

  space(): void {
    while (/\s/.test(this.source[this.at] ?? "")) this.at += 1;
  }

  private take(token: string): boolean {
    this.space();
    if (!this.source.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  value(depth: number): Value | undefined {
    if (depth > 50) return undefined;
    this.space();
    const word = this.match(/(?:None|True|False)\b/y)?.[0];
    if (word !== undefined) return word === "None" ? null : word === "True";
    if (this.take("[")) return this.items("]", depth)?.items;
    if (this.take("(")) return this.tuple(depth);
    if (this.take("{")) return this.braces(depth);
    const text = this.match(stringPattern);
    if (text !== null) return this.string(text);
    const number = this.match(numberPattern);
    return number === null ? undefined : parsePythonNumber(number[0]);
  }

  private string(first: RegExpExecArray): Value | undefined {
    let all = first;
    let text = "";
    const isBytes = /b/i.test(first[1] ?? "");
    for (;;) {
      const part = unquote(all[1] ?? "", all[2] ?? "");
      if (part === undefined) return undefined;
      text += part;
      this.space();
      const next = this.match(stringPattern);
      if (next === null) break;
      all = next;
    }
    if (!isBytes) return text;
    return Uint8Array.from(text, (char) => char.charCodeAt(0) & 255);
  }

  private items(end: string, depth: number): { items: Value[]; comma: boolean } | undefined {
    const items: Value[] = [];
    let comma = false;
    while (!this.take(end)) {
      if (items.length > 0 && !comma) return undefined;
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      comma = this.take(",");
    }
    return { items, comma };
  }

  private tuple(depth: number): Value | undefined {
    const inside = this.items(")", depth);
    if (inside === undefined) return undefined;
    const [only] = inside.items;
    if (inside.items.length === 1 && !inside.comma) return only;
    return { $: "tuple", items: inside.items };
  }

  private braces(depth: number): Value | undefined {
    if (this.take("}")) return new Map();
    const dict = new Map<Value, Value>();
    const set: Value[] = [];
    for (;;) {
      const key = this.value(depth + 1);
      if (key === undefined) return undefined;
      if (this.take(":")) {
        const item = this.value(depth + 1);
        if (item === undefined) return undefined;
        dict.set(key, item);
      } else set.push(key);
      const comma = this.take(",");
      if (this.take("}")) break;
      if (!comma) return undefined;
    }
    if (set.length === 0) return dict;
    return dict.size === 0 ? { $: "set", items: set } : undefined;
  }
}

/** A Python number as written: `1_000`, `0xff`, `-2.5e3`. Integers keep every digit. */
export function parsePythonNumber(text: string): Value | undefined {
  const integer = parsePythonInteger(text);
  if (integer !== undefined) return integer;
  const digits = text.replace(/(\d)_(?=\d)/g, "$1");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? float(Number(digits)) : undefined;
}

/** A Python integer as written, or undefined. A number where that is exact, else a bigint. */
export function parsePythonInteger(text: string): number | bigint | undefined {
  const match =
    /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|\d+(?:_\d+)*)$/.exec(text);
  if (match === null) return undefined;
  const digits = (match[2] ?? "").replaceAll("_", "");
  const value = match[1] === "-" ? -BigInt(digits) : BigInt(digits);
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

const simpleEscapes: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

function unquote(prefix: string, quoted: string): string | undefined {
  const width = quoted.length >= 6 && /^("""|''')/.test(quoted) ? 3 : 1;
  const body = quoted.slice(width, -width);
  if (/r/i.test(prefix)) return body;
  return body.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (whole, x?: string, u?: string, big?: string, one?: string) => {
      const hex = x ?? u ?? big;
      if (hex !== undefined) return String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff));
      return simpleEscapes[one ?? ""] ?? whole;
    },
  );
}
