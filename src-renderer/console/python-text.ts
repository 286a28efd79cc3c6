import { isoTimestamp } from "../../src-shared/json-value";
import type { TypedValue, Value } from "../../src-shared/value";

/**
 * A value as Python's `repr` writes it.
 * @param limit characters after which it stops and ends in an ellipsis
 */
export function pythonText(value: Value, limit = Number.POSITIVE_INFINITY): string {
  const writer = new Writer(limit);
  try {
    write(writer, value);
  } catch (thrown) {
    if (thrown !== full) throw thrown;
    return `${writer.text().slice(0, limit)}…`;
  }
  return writer.text();
}

const full = Symbol("full");

class Writer {
  private readonly parts: string[] = [];
  private length = 0;

  constructor(readonly limit: number) {}

  /** How many more characters are of interest. */
  get left(): number {
    return this.limit - this.length;
  }

  add(part: string): this {
    this.parts.push(part);
    this.length += part.length;
    if (this.length > this.limit) throw full;
    return this;
  }

  text(): string {
    return this.parts.join("");
  }
}

function write(writer: Writer, value: Value): Writer {
  if (value === null) return writer.add("None");
  switch (typeof value) {
    case "boolean":
      return writer.add(value ? "True" : "False");
    case "bigint":
      return writer.add(value.toString());
    case "number":
      return writer.add(Number.isInteger(value) ? String(value) : floatText(value));
    case "string":
      return writer.add(quote(value, writer.left));
  }
  if (value instanceof Uint8Array) return writer.add(bytesText(value, writer.left));
  if (Array.isArray(value)) return list(writer, "[", value, "]");
  if (value instanceof Map) return dict(writer, value);
  return writeTyped(writer, value);
}

function writeTyped(writer: Writer, value: TypedValue): Writer {
  switch (value.$) {
    case "float":
      return writer.add(floatText(value.value));
    case "tuple":
      return list(writer, "(", value.items, value.items.length === 1 ? ",)" : ")");
    case "set":
      return value.items.length === 0 ? writer.add("set()") : list(writer, "{", value.items, "}");
    case "frozenset":
      if (value.items.length === 0) return writer.add("frozenset()");
      return list(writer, "frozenset({", value.items, "})");
    case "decimal":
      return writer.add(`Decimal(${quote(value.text)})`);
    case "path":
      return writer.add(`${value.type}(${quote(value.text)})`);
    case "enum":
      return writer.add(`${shortType(value.type)}.${value.name}`);
    case "dataclass":
    case "namedtuple":
      return fields(writer, shortType(value.type), value.fields);
    case "exception":
      return list(writer, `${shortType(value.type)}(`, value.args, ")");
    case "datetime":
    case "date":
    case "time":
      return writer.add(`${value.$}.fromisoformat(${quote(value.text)})`);
    case "timedelta":
      return writer.add(timedeltaText(value));
    case "timestamp": {
      const iso = isoTimestamp(value.seconds, value.nanoseconds).replace(/Z$/, "+00:00");
      return writer.add(`datetime.fromisoformat(${quote(iso)})`);
    }
    case "template":
      return writer.add(`Template(${quote(value.source, writer.left)})`);
    case "secret":
      return writer.add(`<secret ${value.name}>`);
  }
}

function list(writer: Writer, open: string, items: readonly Value[], close: string): Writer {
  writer.add(open);
  items.forEach((item, i) => {
    if (i > 0) writer.add(", ");
    write(writer, item);
  });
  return writer.add(close);
}

function dict(writer: Writer, entries: ReadonlyMap<Value, Value>): Writer {
  let separator = "{";
  for (const [key, item] of entries) {
    writer.add(separator);
    write(writer, key);
    writer.add(": ");
    write(writer, item);
    separator = ", ";
  }
  return writer.add(entries.size === 0 ? "{}" : "}");
}

function fields(writer: Writer, type: string, entries: ReadonlyMap<string, Value>): Writer {
  let separator = `${type}(`;
  for (const [name, item] of entries) {
    writer.add(`${separator}${name}=`);
    write(writer, item);
    separator = ", ";
  }
  return writer.add(entries.size === 0 ? `${type}()` : ")");
}

function timedeltaText(value: { days: number; seconds: number; microseconds: number }): string {
  const parts = (["days", "seconds", "microseconds"] as const)
    .filter((name) => value[name] !== 0)
    .map((name) => `${name}=${value[name]}`);
  return `timedelta(${parts.join(", ") || "0"})`;
}

/** The class without its module. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

/** A float as Python writes it: always with a point or an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
const unprintable = /[\x00-\x1f\x7f-\xa0\xad\\]|[\u2028\u2029\ud800-\udfff]|['"]/gu;

const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** A str as Python writes it, in single quotes unless it has only those. Reads no more than `limit` of it. */
export function quote(text: string, limit = Number.POSITIVE_INFINITY): string {
  const part = text.length > limit ? text.slice(0, Math.max(0, limit) + 1) : text;
  const mark = part.includes("'") && !part.includes('"') ? '"' : "'";
  const body = part.replace(unprintable, (char) => {
    if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
    const simple = escapes[char];
    if (simple !== undefined) return simple;
    const code = char.charCodeAt(0);
    if (code < 256) return `\\x${code.toString(16).padStart(2, "0")}`;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return mark + body + mark;
}

/** Bytes as Python writes them. Reads no more than `limit` of them. */
export function bytesText(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): string {
  const part = bytes.length > limit ? bytes.subarray(0, Math.max(0, limit) + 1) : bytes;
  const mark = part.includes(0x27) && !part.includes(0x22) ? '"' : "'";
  let body = "";
  for (const byte of part) {
    const char = String.fromCharCode(byte);
    if (char === mark) body += `\\${mark}`;
    else if (char !== "\x85" && escapes[char] !== undefined) body += escapes[char];
    else if (byte >= 0x20 && byte < 0x7f) body += char;
    else body += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `b${mark}${body}${mark}`;
}
