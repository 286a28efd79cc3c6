import { detailsOf } from "../../src-shared/docstring";
import type { Method } from "../../src-shared/tool";
import { Disclosure } from "../ui/disclosure";
import { DocView } from "../ui/doc-view";
import styles from "./method-details.module.css";

/** What the docstring of a method says beside its summary: parameters, result and errors among it. Folded. */
export function MethodDetails({ method }: { method: Method }) {
  const details = detailsOf(method);
  if (details.blocks.length === 0 && details.sections.length === 0) return null;
  const titles = details.sections.map(({ title }) => title).filter((title) => title !== "");
  return (
    <Disclosure title="Details" isOpen={false} summary={titles.join(", ")}>
      <DocView doc={details} className={styles.details} />
    </Disclosure>
  );
}
