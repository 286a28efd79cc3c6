import { toJson } from "../../src-shared/json-value";
import type { Value } from "../../src-shared/value";
import { CopyButton } from "../ui/copy-button";
import { pythonText } from "./python-text";

/** Copies a value as JSON or as Python; it is asked for when one does. */
export function CopyButtons({ value }: { value: () => Value }) {
  return (
    <>
      <CopyButton label="Copy as JSON" words="JSON" text={() => toJson(value(), 2)} />
      <CopyButton label="Copy as Python" words="Python" text={() => pythonText(value())} />
    </>
  );
}
