import type { Literal, PlainKind, PythonType, ValueClass } from "./python-types";

/** Where a type stands: what may be given to a method is more than what comes from one. */
export type Place = "given" | "got";

const plainTexts: Record<PlainKind, string> = {
  any: "Value",
  none: "null",
  str: "string",
  int: "Int",
  float: "Float",
  bool: "boolean",
  bytes: "Uint8Array",
  path: "PathValue",
  decimal: "DecimalValue",
  datetime: "DatetimeValue",
  date: "DateValue",
  time: "TimeValue",
  timedelta: "TimedeltaValue",
  template: "TemplateValue",
  exception: "ExceptionValue",
};

/** What our library exports for types; other names of it are not met in them. */
const exported = [
  ...Object.values(plainTexts).filter((text) => /^[A-Z]/.test(text) && text !== "Uint8Array"),
  ...["DataclassValue", "EnumValue", "FieldMap", "NamedTupleValue", "SetValue", "TupleValue"],
];

/** Types in TypeScript, with the names that they need. */
export class TypeTexts {
  /** Names of our library that were used. */
  readonly used = new Set<string>();

  /** @param classes what a class of values is called, by its `type` */
  constructor(private readonly classes: ReadonlyMap<string, { name: string; of: ValueClass }>) {}

  of(type: PythonType, place: Place): string {
    const isGiven = place === "given";
    switch (type.kind) {
      case "list":
        return this.list(this.of(type.item, place), isGiven);
      case "sequence": {
        const list = this.list(this.of(type.item, place), isGiven);
        return `${list} | ${this.use("TupleValue")}<${this.list(this.of(type.item, place), false)}>`;
      }
      case "set":
      case "frozenset":
        return `${this.use("SetValue")}<${this.of(type.item, place)}>`;
      case "tuple": {
        const items =
          type.items === null
            ? this.list(this.of(type.item, place), false)
            : `[${type.items.map((item) => this.of(item, place)).join(", ")}]`;
        return `${this.use("TupleValue")}<${items}>`;
      }
      case "dict":
        return `${isGiven ? "ReadonlyMap" : "Map"}<${this.of(type.key, place)}, ${this.of(type.value, place)}>`;
      case "union":
        return [...new Set(type.options.map((option) => this.of(option, place)))].join(" | ");
      case "literal":
        return type.values.length === 0 ? "never" : union(type.values);
      case "named":
        return this.named(type.type, isGiven);
      default:
        return this.use(plainTexts[type.kind]);
    }
  }

  /** The type that stands for a class of values. */
  ofClass({ kind, fields, members }: ValueClass): string {
    if (kind === "enum") return `${this.use("EnumValue")}<${union(members.map((m) => m.label))}>`;
    const listed = fields.map(
      ({ name, type, required }) =>
        `  ${property(name)}${required ? "" : "?"}: ${this.of(type, "got")};\n`,
    );
    const of = {
      namedtuple: "NamedTupleValue",
      dataclass: "DataclassValue",
      typeddict: "FieldMap",
    };
    return `${this.use(of[kind])}<{${listed.length === 0 ? "" : "\n"}${listed.join("")}}>`;
  }

  use(name: string): string {
    if (exported.includes(name)) this.used.add(name);
    return name;
  }

  private list(item: string, isReadonly: boolean): string {
    const array = /[|]/.test(item) ? `(${item})[]` : `${item.replace(/^readonly (.*)$/, "($&)")}[]`;
    return isReadonly ? `readonly ${array}` : array;
  }

  private named(type: string, isGiven: boolean): string {
    const found = this.classes.get(type);
    if (found === undefined) return this.use("Value");
    const { name, of } = found;
    // A target makes a member of what it is given: by its name or its value.
    if (of.kind !== "enum" || !isGiven) return name;
    return `${name} | ${union([...of.members.map((m) => m.label), ...of.members.map((m) => m.value)])}`;
  }
}

/** The name of a property, in quotes where it needs them. */
export function property(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

function union(values: readonly Literal[]): string {
  return [...new Set(values.map((value) => JSON.stringify(value)))].join(" | ") || "never";
}
