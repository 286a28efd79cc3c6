import type { Method } from "../../src-shared/tool";
import type { CallForm } from "./call-form";

/** The parameter by which a method only tells what it would change. */
const NAME = "check";

/** Whether a method can be tried before: by a `check` of which its docstring says what it would do. */
export function hasDryRun({ parameters }: Method): boolean {
  return parameters.some(
    ({ name, type, default: usual, doc }) =>
      name === NAME &&
      type.kind === "bool" &&
      usual === "False" &&
      /\bwould\b|\bdry run\b/i.test(doc),
  );
}

/** Whether a form says so. */
export function isDryRun(form: CallForm): boolean {
  const draft = form.get(NAME)?.draft;
  return draft?.kind === "bool" && draft.value;
}

/** The same form with the dry run on or off. */
export function withDryRun(form: CallForm, isOn: boolean): CallForm {
  return new Map(form).set(NAME, { isGiven: isOn, draft: { kind: "bool", value: isOn } });
}
