import { isTyped, type Value } from "../../src-shared/value";

/** Name of the Python type of a value, as a person would say it. */
export function pythonType(value: Value): string {
  if (value === null) return "None";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "string":
      return "str";
    case "bigint":
      return "int";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
  }
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "list";
  if (!isTyped(value)) return "dict";
  switch (value.$) {
    case "decimal":
      return "Decimal";
    case "template":
      return "Template";
    case "timestamp":
      return "datetime";
    case "path":
    case "enum":
    case "dataclass":
    case "namedtuple":
    case "exception":
      return value.type.slice(value.type.lastIndexOf(".") + 1);
    default:
      return value.$;
  }
}
