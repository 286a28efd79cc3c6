import type { Method } from "../../src-shared/tool";
import styles from "./call-form-view.module.css";

/** The signature as Python shows it: each parameter breaks to a line as a whole. */
export function SignatureLine({ method }: { method: Method }) {
  const { signature } = method;
  const open = signature.indexOf("(");
  const head = open === -1 ? signature : signature.slice(0, open);
  const rest = open === -1 ? "" : signature.slice(open);
  const name = method.name;
  return (
    <code className={`${styles.signature} selectable`}>
      {method.async && "async "}
      {head.endsWith(name) ? (
        <>
          {head.slice(0, -name.length)}
          <b>{name}</b>
        </>
      ) : (
        <b>{head === "" ? name : head}</b>
      )}
      {splitParameters(rest).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
        <span key={i} className={styles.part}>
          {part}{" "}
        </span>
      ))}
    </code>
  );
}

/** A signature cut after the commas between parameters, not after those inside them. */
export function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (quote !== "") {
      if (char === "\\") i += 1;
      else if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (char === "," && depth === 1) {
      parts.push(text.slice(start, i + 1).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== "");
}
