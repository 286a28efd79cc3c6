import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { Button, IconButton } from "../ui/button";
import { TextInput } from "../ui/text-input";
import styles from "./edit-fields.module.css";
import { type DraftErrors, newVariable, type Variable } from "./host-draft";

interface EnvironmentFieldProps {
  variables: Variable[];
  /** Of the groups; one of the same name here replaces it. */
  inherited: Readonly<Record<string, string>>;
  from: string;
  errors: DraftErrors;
  onChange: (variables: Variable[]) => void;
}

/** Variables of the environment, name beside value. */
export function EnvironmentField(props: EnvironmentFieldProps) {
  const { variables, inherited, from, errors, onChange } = props;
  const list = useRef<HTMLDivElement>(null);
  const put = (id: number, more: Partial<Variable>) =>
    onChange(variables.map((each) => (each.id === id ? { ...each, ...more } : each)));
  const focusLast = () =>
    requestAnimationFrame(() => {
      const inputs = list.current?.querySelectorAll("input");
      (inputs?.[inputs.length - 2] ?? list.current?.querySelector("button"))?.focus();
    });
  const own = new Set(variables.map(({ name }) => name.trim()));
  const others = Object.entries(inherited).filter(([name]) => !own.has(name));
  return (
    <div ref={list} className={styles.lines}>
      {others.length > 0 && (
        <p className={styles.inherited}>
          <code>{others.map(([name, value]) => `${name}=${value}`).join("  ")}</code> {from}
        </p>
      )}
      {variables.map(({ id, name, value }, at) => {
        const error = errors[`environment/${id}`];
        const errorId = `environment-${id}-error`;
        return (
          <div key={id}>
            <div className={styles.line}>
              <TextInput
                isCode
                className={styles.variable}
                aria-label={`Name of variable ${at + 1}`}
                aria-invalid={error !== undefined || undefined}
                aria-describedby={errorId}
                placeholder="NAME"
                value={name}
                onChange={(text) => put(id, { name: text })}
              />
              <TextInput
                isCode
                aria-label={`Value of variable ${at + 1}`}
                placeholder={inherited[name.trim()] ?? "value"}
                value={value}
                onChange={(text) => put(id, { value: text })}
              />
              <IconButton
                icon={X}
                size={13}
                label={`Remove variable ${at + 1}`}
                onClick={() => {
                  onChange(variables.filter((each) => each.id !== id));
                  focusLast();
                }}
              />
            </div>
            {error !== undefined && (
              <p id={errorId} className={styles.error} role="alert">
                {error}
              </p>
            )}
          </div>
        );
      })}
      <div className={styles.buttons}>
        <Button
          variant="quiet"
          icon={Plus}
          className={styles.add}
          onClick={() => {
            onChange([...variables, newVariable()]);
            focusLast();
          }}
        >
          Add variable
        </Button>
      </div>
    </div>
  );
}
