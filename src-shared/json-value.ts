import { LosslessNumber, parse, stringify } from "lossless-json";
import { isSecretName, isTyped, secretForms, type TypedValue, type Value } from "./value";

/**
 * Values as JSON text and back, without losing a type or a digit. What JSON has
 * no form for is an object whose first key begins with `$`:
 *
 * | Python                    | JSON                                                   |
 * |---------------------------|--------------------------------------------------------|
 * | int, of any size          | `12345678901234567890`                                 |
 * | float                     | `1.5`, `1.0`, `{"$float": "nan"}`, `"inf"`, `"-inf"`   |
 * | bytes                     | `{"$bytes": BASE64}`                                   |
 * | tuple, set, frozenset     | `{"$tuple": [...]}`, `{"$set": [...]}`, ...            |
 * | dict with other keys      | `{"$dict": [[KEY, VALUE], ...]}`                       |
 * | dataclass, namedtuple     | `{"$dataclass": TYPE, FIELD: VALUE, ...}`              |
 * | enum                      | `{"$enum": TYPE, "name": NAME, "value": VALUE}`        |
 * | Path, Decimal             | `{"$path": TEXT, "type": TYPE}`, `{"$decimal": TEXT}`  |
 * | datetime, date, time      | `{"$datetime": ISO}`; an aware one ends in `Z`         |
 * | timedelta                 | `{"$timedelta": [DAYS, SECONDS, MICROSECONDS]}`        |
 * | exception                 | `{"$exception": TYPE, "message": TEXT, "args": [...]}` |
 * | Template                  | `{"$template": SOURCE}`                                |
 *
 * Where arguments are kept, `{"$secret": NAME}` stands for what is typed at each call; `"as"` says how it is read,
 * where it is not the text itself: `"utf-8"`, `"hex"` or `"base64"` for bytes, `"json"`.
 *
 * A dict with a key that begins with `$` or is all digits is written as `$dict` too; read
 * as plain JSON, an object's keys that are all digits come first.
 */
export function toJson(value: Value, indent?: number): string {
  return stringify(plain(value), null, indent) ?? "null";
}

export interface ReadForms {
  /** Whether `$secret` is one of the forms: only for arguments. */
  secrets?: boolean;
}

/**
 * The value that a JSON text stands for, the forms above included.
 * @throws SyntaxError with a sentence that says what is wrong and where
 */
export function fromJson(text: string, forms: ReadForms = {}): Value {
  // Under this name the parser would set a prototype.
  if (hasKey(text, "__proto__")) {
    throw new SyntaxError('"__proto__" is no key here: write {"$dict": [[KEY, VALUE], ...]}.');
  }
  return typed(
    parse(text, null, (digits) => new LosslessNumber(digits)),
    forms,
  );
}

/** Whether an object of a JSON text has a key, also one written with escapes. Linear in the text. */
function hasKey(text: string, key: string): boolean {
  if (!text.includes(key) && !text.includes("\\u")) return false;
  for (let start = text.indexOf('"'); start !== -1; ) {
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    let next = end + 1;
    while (/\s/.test(text[next] ?? "")) next += 1;
    // An escape takes six characters at the most for each one of the key.
    if (text[next] === ":" && end - start < key.length * 6 + 2) {
      try {
        if (JSON.parse(text.slice(start, end + 1)) === key) return true;
      } catch {
        // Not a string of JSON: the parser will say so.
      }
    }
    start = text.indexOf('"', end + 1);
  }
  return false;
}

/** What JSON's own types say of a value; `LosslessNumber` is a number as written. */
export function plain(value: Value): unknown {
  if (value === null) return null;
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "bigint":
      return new LosslessNumber(value.toString());
    case "number":
      return plainNumber(value);
  }
  if (value instanceof Uint8Array) return { $bytes: base64(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return plainDict(value);
  return plainTyped(value);
}

function plainNumber(value: number): unknown {
  if (Number.isFinite(value)) return new LosslessNumber(String(value));
  return { $float: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
}

function plainDict(dict: Map<Value, Value>): unknown {
  const entries = [...dict];
  const isPlain = entries.every(
    // An object of JavaScript would put keys like integers before the others.
    ([key]) => typeof key === "string" && !/^(\$.*|__proto__|\d+)$/s.test(key),
  );
  if (!isPlain) return { $dict: entries.map((entry) => entry.map(plain)) };
  return Object.fromEntries(entries.map(([key, item]) => [String(key), plain(item)]));
}

function plainTyped(value: TypedValue): unknown {
  switch (value.$) {
    case "float": {
      const text = Object.is(value.value, -0) ? "-0" : String(value.value);
      return new LosslessNumber(/[.e]/.test(text) ? text : `${text}.0`);
    }
    case "tuple":
    case "set":
    case "frozenset":
      return { [`$${value.$}`]: value.items.map(plain) };
    case "decimal":
    case "datetime":
    case "date":
    case "time":
      return { [`$${value.$}`]: value.text };
    case "path":
      return { $path: value.text, type: value.type };
    case "enum":
      return { $enum: value.type, name: value.name, value: plain(value.value) };
    case "dataclass":
    case "namedtuple": {
      const fields = [...value.fields].map(([name, item]) => [name, plain(item)]);
      return { [`$${value.$}`]: value.type, ...Object.fromEntries(fields) };
    }
    case "exception":
      return { $exception: value.type, message: value.message, args: value.args.map(plain) };
    case "timedelta":
      return { $timedelta: [value.days, value.seconds, value.microseconds] };
    case "timestamp":
      return { $datetime: isoTimestamp(value.seconds, value.nanoseconds) };
    case "template":
      return { $template: value.source };
    case "secret":
      return { $secret: value.name, ...(value.as !== "text" && { as: value.as }) };
  }
}

/** ISO 8601 in UTC with as many digits as there are; seconds past JavaScript's dates as they are. */
export function isoTimestamp(seconds: number, nanoseconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds}.${String(nanoseconds).padStart(9, "0")}Z`;
  const fraction = nanoseconds === 0 ? "" : `.${String(nanoseconds).padStart(9, "0")}`;
  return `${date.toISOString().slice(0, -5)}${fraction.replace(/0+$/, "")}Z`;
}

/**
 * The value that `plain` has made such a thing of. An object may also be a Map, whose keys keep their order.
 * @throws SyntaxError with a sentence that says what is wrong
 */
export function typed(json: unknown, forms: ReadForms = {}): Value {
  if (json === null || typeof json === "boolean" || typeof json === "string") return json;
  if (json instanceof LosslessNumber) return numberOf(json.toString());
  if (Array.isArray(json)) return json.map((item) => typed(item, forms));
  if (typeof json !== "object") throw new SyntaxError(`A ${typeof json} is no JSON.`);
  const entries: [unknown, unknown][] = json instanceof Map ? [...json] : Object.entries(json);
  const [first] = entries;
  if (typeof first?.[0] === "string" && first[0].startsWith("$")) {
    const rest = entries.slice(1).map(([key, item]): [string, unknown] => [String(key), item]);
    return tagged(first[0], first[1], rest, forms);
  }
  return new Map(entries.map(([key, item]) => [typed(key, forms), typed(item, forms)]));
}

/** The number that these digits stand for, in JSON's way of writing one. */
export function numberOf(digits: string): Value {
  if (/[.eE]/.test(digits)) {
    const value = Number(digits);
    return Number.isInteger(value) ? { $: "float", value } : value;
  }
  const small = Number(digits);
  return Number.isSafeInteger(small) && !Object.is(small, -0) ? small : BigInt(digits);
}

function tagged(tag: string, content: unknown, rest: [string, unknown][], forms: ReadForms): Value {
  const fields = new Map(rest.map(([key, item]) => [key, typed(item, forms)]));
  if (tag === "$secret" && forms.secrets === true) return secretOf(content, fields);
  const value = taggedValue(tag, content, fields, forms);
  if (value === null || !isKnown(value)) {
    throw new SyntaxError(`${tag} is not one of the forms of a value, or what it holds is not.`);
  }
  return value;
}

function isKnown(value: Value): boolean {
  return !isTyped(value) || Object.values(value).every((part) => part !== undefined);
}

function secretOf(name: unknown, fields: ReadonlyMap<string, Value>): Value {
  const { as = "text", ...others } = Object.fromEntries(fields);
  const form = secretForms.find((each) => each === as);
  if (typeof name !== "string" || !isSecretName(name)) {
    throw new SyntaxError("$secret is not the name of a secret: letters, digits, _ . and -.");
  }
  if (form === undefined || Object.keys(others).length > 0) {
    throw new SyntaxError(`$secret has nothing beside it but "as": ${secretForms.join(", ")}.`);
  }
  return { $: "secret", name, as: form };
}

function taggedValue(
  tag: string,
  content: unknown,
  fields: Map<string, Value>,
  forms: ReadForms,
): Value {
  const text = typeof content === "string" ? content : undefined;
  const items = Array.isArray(content) ? content.map((item) => typed(item, forms)) : undefined;
  const get = (name: string) => fields.get(name);
  switch (tag) {
    case "$float":
      return text === undefined ? null : floatOf(text);
    case "$bytes":
      return text === undefined ? null : bytesOf(text);
    case "$tuple":
    case "$set":
    case "$frozenset":
      return items ? { $: tag.slice(1) as "tuple" | "set" | "frozenset", items } : null;
    case "$dict":
      return items ? dictOf(items) : null;
    case "$decimal":
    case "$date":
    case "$time":
      return text === undefined ? null : { $: tag.slice(1) as "decimal" | "date" | "time", text };
    case "$datetime":
      return text === undefined ? null : datetimeOf(text);
    case "$path": {
      const type = get("type") ?? "PosixPath";
      return text === undefined || typeof type !== "string" ? null : { $: "path", type, text };
    }
    case "$enum": {
      const name = get("name");
      const value = get("value");
      if (text === undefined || typeof name !== "string" || value === undefined) return null;
      return { $: "enum", type: text, name, value };
    }
    case "$dataclass":
    case "$namedtuple":
      if (text === undefined) return null;
      return { $: tag.slice(1) as "dataclass" | "namedtuple", type: text, fields };
    case "$exception": {
      const message = get("message");
      const args = get("args");
      if (text === undefined || typeof message !== "string" || !Array.isArray(args)) return null;
      return { $: "exception", type: text, message, args };
    }
    case "$timedelta": {
      const [days, seconds, microseconds] = items ?? [];
      if (![days, seconds, microseconds].every(Number.isSafeInteger)) return null;
      return {
        $: "timedelta",
        days: Number(days),
        seconds: Number(seconds),
        microseconds: Number(microseconds),
      };
    }
    case "$template":
      return text === undefined ? null : { $: "template", source: text };
    default:
      return null;
  }
}

function floatOf(text: string): Value {
  const value = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity }[text];
  return value ?? null;
}

function bytesOf(text: string): Value {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new SyntaxError("$bytes is not base64.");
  }
}

function base64(data: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < data.length; i += 0x8000) {
    binary += String.fromCharCode(...data.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

function dictOf(items: Value[]): Value {
  const dict = new Map<Value, Value>();
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== 2) return null;
    const [key = null, value = null] = item;
    dict.set(key, value);
  }
  return dict;
}

function datetimeOf(text: string): Value {
  const match = /^(.*T.*?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return { $: "datetime", text };
  const milliseconds = Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(milliseconds)) return null;
  return {
    $: "timestamp",
    seconds: Math.floor(milliseconds / 1000),
    nanoseconds: Number((match[2] ?? "").padEnd(9, "0")),
  };
}
