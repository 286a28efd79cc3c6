import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { Button, IconButton } from "../ui/button";
import { SuggestInput } from "../ui/suggest-input";
import styles from "./edit-fields.module.css";
import { type DraftErrors, type Line, newLine } from "./host-draft";

interface LinesFieldProps {
  /** Key of the draft. */
  name: "jump" | "sshOptions";
  label: string;
  /** What one of them is called: `jump host`. */
  noun: string;
  example: string;
  /** Null: what is inherited holds. */
  lines: Line[] | null;
  inherited: { values: readonly string[]; from: string } | null;
  suggestions: readonly string[];
  errors: DraftErrors;
  onChange: (lines: Line[] | null) => void;
}

/** A list of short texts. What is inherited is shown until it is replaced by an own list, which may be empty. */
export function LinesField(props: LinesFieldProps) {
  const { name, label, noun, lines, inherited, errors, onChange } = props;
  const list = useRef<HTMLDivElement>(null);
  const focusLast = () =>
    requestAnimationFrame(() => {
      const inputs = list.current?.querySelectorAll("input");
      (inputs?.[inputs.length - 1] ?? list.current?.querySelector("button"))?.focus();
    });
  const add = () => {
    onChange([...(lines ?? []), newLine()]);
    focusLast();
  };
  const own = lines ?? [];
  return (
    <div ref={list} className={styles.lines}>
      {lines === null && inherited !== null && (
        <p className={styles.inherited}>
          <code>{inherited.values.join(", ")}</code> {inherited.from}
        </p>
      )}
      {lines !== null && own.length === 0 && inherited !== null && (
        <p className={styles.inherited}>None, whatever the group says.</p>
      )}
      {own.map((line, at) => {
        const error = errors[`${name}/${line.id}`];
        return (
          <div key={line.id}>
            <div className={styles.line}>
              <SuggestInput
                isCode
                aria-label={`${label} ${at + 1}`}
                aria-invalid={error !== undefined || undefined}
                aria-describedby={`${name}-${line.id}-error`}
                placeholder={props.example}
                suggestions={props.suggestions}
                value={line.text}
                onChange={(text) =>
                  onChange(own.map((each) => (each.id === line.id ? { ...each, text } : each)))
                }
              />
              <IconButton
                icon={X}
                size={13}
                label={`Remove ${noun} ${at + 1}`}
                onClick={() => {
                  const left = own.filter((each) => each.id !== line.id);
                  onChange(left.length === 0 && inherited === null ? null : left);
                  focusLast();
                }}
              />
            </div>
            {error !== undefined && (
              <p id={`${name}-${line.id}-error`} className={styles.error} role="alert">
                {error}
              </p>
            )}
          </div>
        );
      })}
      <div className={styles.buttons}>
        <Button variant="quiet" icon={Plus} className={styles.add} onClick={add}>
          {lines === null && inherited !== null ? `Other ${noun}s here` : `Add ${noun}`}
        </Button>
        {lines === null && inherited !== null && (
          <Button variant="quiet" onClick={() => onChange([])}>
            None here
          </Button>
        )}
        {lines !== null && inherited !== null && (
          <Button variant="quiet" onClick={() => onChange(null)}>
            Use what is inherited
          </Button>
        )}
      </div>
    </div>
  );
}
