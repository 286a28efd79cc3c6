import { secretsIn, withSecrets } from "../../src-shared/call-secret";
import { FailureError, failure } from "../../src-shared/failure";
import { fromJson } from "../../src-shared/json-value";
import { isTyped, type SecretValue, type Value } from "../../src-shared/value";

/** The arguments of a call with its secrets in their places, and what must be shown nowhere of them. */
export interface FilledCall {
  args: Value[];
  kwargs: Map<Value, Value>;
  secrets: string[];
}

/**
 * Puts secrets in their places.
 * @param typed what was typed for each, by name
 * @throws FailureError `bad_request` where one is not typed, or is not what it is read as
 */
export function fillSecrets(
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  typed: ReadonlyMap<string, string>,
): FilledCall {
  const put = (secret: SecretValue) => secretValue(secret, typed.get(secret.name));
  const secrets = secretsIn([...args, ...kwargs.values()]);
  return {
    args: args.map((value) => withSecrets(value, put)),
    kwargs: new Map([...kwargs].map(([name, value]) => [name, withSecrets(value, put)])),
    secrets: [...new Set(secrets.flatMap((each) => textsOf(put(each), typed.get(each.name))))],
  };
}

/** What a secret is on a target. @throws FailureError `bad_request`, which does not say what was typed */
function secretValue({ name, as }: SecretValue, text: string | undefined): Value {
  if (text === undefined) throw wrong(`The secret ${name} was not given.`, "Type it.");
  switch (as) {
    case "text":
      return text;
    case "utf-8":
      return new Uint8Array(Buffer.from(text));
    case "hex": {
      const digits = text.replace(/[\s:]/g, "");
      if (!/^([\da-f]{2})*$/i.test(digits)) {
        throw wrong(`The secret ${name} is not hexadecimal.`, "Type two digits for each byte.");
      }
      return new Uint8Array(Buffer.from(digits, "hex"));
    }
    case "base64": {
      const letters = text.replace(/\s/g, "");
      if (!/^([A-Za-z\d+/]{4})*([A-Za-z\d+/]{2}(==)?|[A-Za-z\d+/]{3}=?)?$/.test(letters)) {
        throw wrong(`The secret ${name} is not base64.`, "Type it in base64.");
      }
      return new Uint8Array(Buffer.from(letters, "base64"));
    }
    case "json":
      try {
        return fromJson(text);
      } catch {
        // What the parser says would quote the text.
        throw wrong(`The secret ${name} is not JSON.`, 'Type JSON, such as {"key": "value"}.');
      }
  }
}

/** A shorter text within a larger secret tells nothing, and is in every log. */
const SHORTEST_PART = 4;

/** The texts by which a secret could be seen: as it was typed, and as tools write what it became. */
function textsOf(value: Value, text = ""): string[] {
  return [text, ...partsOf(value).filter((part) => part.length >= SHORTEST_PART)];
}

function partsOf(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value);
    const escaped = bytes.toString("latin1").replace(/[^\x20-\x7e]/g, (char) => {
      return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
    });
    const asText = bytes.toString();
    const texts = [bytes.toString("hex"), bytes.toString("base64"), escaped];
    return asText.includes("\ufffd") ? texts : [...texts, asText];
  }
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (value instanceof Map) return [...value.values()].flatMap(partsOf);
  return value !== null && isTyped(value) && "items" in value ? value.items.flatMap(partsOf) : [];
}

function wrong(message: string, advice: string): FailureError {
  return new FailureError(failure("bad_request", message, { advice }));
}
