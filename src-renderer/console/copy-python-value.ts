import { isoTimestamp } from "../../src-shared/json-value";
import type { SecretValue, TypedValue, Value } from "../../src-shared/value";
import type { SecretVariables } from "./copy-call";
import { bytesText, floatText, quote, shortType } from "./python-text";

/** Values as expressions that Python 3.6 evaluates, and the imports that they need. */
export class PythonExpressions {
  private readonly needed = new Set<string>();

  /** @param variables of the environment that have the secrets */
  constructor(private readonly variables: SecretVariables) {}

  imports(): string[] {
    return [...this.needed].sort();
  }

  of(value: Value): string {
    if (value === null) return "None";
    switch (typeof value) {
      case "boolean":
        return value ? "True" : "False";
      case "bigint":
        return value.toString();
      case "number":
        return Number.isInteger(value) ? String(value) : this.float(value);
      case "string":
        return quote(value);
    }
    if (value instanceof Uint8Array) return bytesText(value);
    if (Array.isArray(value)) return `[${this.all(value)}]`;
    if (value instanceof Map) {
      const entries = [...value].map(([key, item]) => `${this.of(key)}: ${this.of(item)}`);
      return `{${entries.join(", ")}}`;
    }
    return this.typed(value);
  }

  private all(items: readonly Value[]): string {
    return items.map((item) => this.of(item)).join(", ");
  }

  private float(value: number): string {
    return Number.isFinite(value) ? floatText(value) : `float('${floatText(value)}')`;
  }

  private typed(value: TypedValue): string {
    switch (value.$) {
      case "float":
        return this.float(value.value);
      case "tuple":
        return `(${this.all(value.items)}${value.items.length === 1 ? "," : ""})`;
      case "set":
      case "frozenset":
        return `${value.$}([${this.all(value.items)}])`;
      case "decimal":
        return `${this.from("decimal", "Decimal")}(${quote(value.text)})`;
      case "path":
        return `${this.from("pathlib", /Pure/.test(value.type) ? "PurePath" : "Path")}(${quote(value.text)})`;
      case "datetime":
      case "date":
      case "time":
        return this.moment(value.$, value.text);
      case "timestamp": {
        const text = isoTimestamp(value.seconds, value.nanoseconds).replace(/Z$/, "");
        return `${this.moment("datetime", text)}.replace(tzinfo=${this.from("datetime", "timezone")}.utc)`;
      }
      case "timedelta":
        return `${this.from("datetime", "timedelta")}(${value.days}, ${value.seconds}, ${value.microseconds})`;
      case "template":
        return `${this.from("rmote.template", "Template")}(${quote(value.source)})`;
      case "secret":
        return this.secret(value);
      case "enum":
        return this.of(value.value);
      case "exception":
        return `${shortType(value.type)}(${this.all(value.args)})`;
      case "dataclass":
      case "namedtuple": {
        const fields = [...value.fields].map(([name, item]) => `${name}=${this.of(item)}`);
        return `${shortType(value.type)}(${fields.join(", ")})`;
      }
    }
  }

  private secret({ name, as }: SecretValue): string {
    const text = `_rmote_os.environ[${JSON.stringify(this.variables.get(name) ?? "")}]`;
    switch (as) {
      case "text":
        return text;
      case "utf-8":
        return `${text}.encode()`;
      case "hex":
        return `bytes.fromhex(${text})`;
      case "base64":
        return `${this.from("base64", "b64decode")}(${text})`;
      case "json":
        return `${this.from("json", "loads")}(${text})`;
    }
  }

  /** From its ISO text: `fromisoformat` came with Python 3.7. */
  private moment(kind: "datetime" | "date" | "time", text: string): string {
    const [whole = "", fraction] = text.split(".");
    const parts = whole.split(/[-T:]/).map(Number);
    if (fraction !== undefined) {
      if (kind === "time") while (parts.length < 3) parts.push(0);
      parts.push(Number(fraction.padEnd(6, "0").slice(0, 6)));
    }
    return `${this.from("datetime", kind)}(${parts.join(", ")})`;
  }

  /** Under a name that no tool has. */
  private from(module: string, name: string): string {
    this.needed.add(`from ${module} import ${name} as _rmote_${name}`);
    return `_rmote_${name}`;
  }
}
