import type { Method, ParameterType } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";

export interface Placeholders {
  args: Value[];
  kwargs: Record<string, Value>;
  /** The parameters that have one. */
  names: string[];
}

/** A call of a method as it is: what has to be given has a value in its place that has to be put right. */
export function placeholders({ parameters }: Method): Placeholders {
  const needed = parameters.filter(({ required }) => required);
  const given = (kind: string) => needed.filter((each) => each.kind === kind);
  const value = ({ name, type }: (typeof needed)[number]) => placeholder(name, type);
  return {
    args: given("positional").map(value),
    kwargs: Object.fromEntries(given("keyword").map((each) => [each.name, value(each)])),
    names: [...given("positional"), ...given("keyword")].map(({ name }) => name),
  };
}

function placeholder(name: string, type: ParameterType): Value {
  switch (type.kind) {
    case "str":
      return name.toUpperCase();
    case "int":
      return 0;
    case "float":
      return { $: "float", value: 0 };
    case "bool":
      return false;
    case "bytes":
      return new Uint8Array();
    case "list":
      return [];
    case "dict":
      return new Map();
    case "choice":
      return type.options[0]?.value ?? null;
    case "optional":
    case "any":
      return null;
  }
}
