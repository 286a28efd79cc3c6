import type { ParameterType } from "../../src-shared/tool";
import { isSecretName, type SecretForm, secretForms } from "../../src-shared/value";

/** A place whose value is typed at each call: the field holds none. */
export interface SecretDraft {
  kind: "secret";
  name: string;
  as: SecretForm;
}

/** How what is typed for a secret of this type can be read; none where it cannot be one: a person types text. */
export function secretFormsOf(type: ParameterType): readonly SecretForm[] {
  const inner = type.kind === "optional" ? type.inner : type;
  switch (inner.kind) {
    case "str":
      return ["text"];
    case "bytes":
      return ["utf-8", "hex", "base64"];
    case "any":
      return secretForms;
    default:
      return [];
  }
}

export function canBeSecret(type: ParameterType): boolean {
  return secretFormsOf(type).length > 0;
}

/** @param place `password`, or `env.PASSWORD` for one in a dict: where it stands in the call */
export function secretDraft(type: ParameterType, place: string): SecretDraft {
  const [as = "text"] = secretFormsOf(type);
  return { kind: "secret", name: secretNameOf(place), as };
}

function secretNameOf(place: string): string {
  const plain = place.replace(/[^\p{L}\p{N}_.-]+/gu, "-").slice(0, 99);
  return isSecretName(plain) ? plain : `_${plain}`;
}

/** A form in words. */
export const secretFormLabels: Record<SecretForm, string> = {
  text: "as text",
  "utf-8": "bytes (utf-8)",
  hex: "bytes (hex)",
  base64: "bytes (base64)",
  json: "as JSON",
};
