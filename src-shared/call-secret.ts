import { isTyped, type SecretValue, type TypedValue, type Value } from "./value";

/**
 * Arguments of a call that a person types at each call, or that the keyring has, stand in it as `SecretValue`. The
 * main process asks for them and puts them in their places: so the page never has them.
 */

/** The secrets in these arguments, in their order; the same one as often as it stands there. */
export function secretsIn(values: Iterable<Value>): SecretValue[] {
  const found: SecretValue[] = [];
  const note = (secret: SecretValue): Value => {
    found.push(secret);
    return secret;
  };
  for (const value of values) withSecrets(value, note);
  return found;
}

/** The value with something else in the place of each of its secrets. */
export function withSecrets(value: Value, put: (secret: SecretValue) => Value): Value {
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, put));
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]) => [withSecrets(key, put), withSecrets(item, put)]),
    );
  }
  return value !== null && isTyped(value) ? inTyped(value, put) : value;
}

function inTyped(value: TypedValue, put: (secret: SecretValue) => Value): Value {
  switch (value.$) {
    case "secret":
      return put(value);
    case "tuple":
    case "set":
    case "frozenset":
      return { ...value, items: value.items.map((item) => withSecrets(item, put)) };
    case "exception":
      return { ...value, args: value.args.map((item) => withSecrets(item, put)) };
    case "enum":
      return { ...value, value: withSecrets(value.value, put) };
    case "dataclass":
    case "namedtuple": {
      const fields = [...value.fields].map(([name, item]): [string, Value] => [
        name,
        withSecrets(item, put),
      ]);
      return { ...value, fields: new Map(fields) };
    }
    default:
      return value;
  }
}
