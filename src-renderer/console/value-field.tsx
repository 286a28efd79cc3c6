import { Check } from "lucide-react";
import { Checkbox } from "radix-ui";
import { useId } from "react";
import type { ParameterType } from "../../src-shared/tool";
import { Select } from "../ui/select";
import { type Draft, encodings } from "./draft";
import { FieldErrorLine } from "./field-error";
import { OptionalField } from "./optional-field";
import type { FieldErrors } from "./read-draft";
import { DictField, ListField } from "./rows-field";
import { SecretField } from "./secret-field";
import { TextControl } from "./text-control";
import styles from "./value-field.module.css";

export interface ValueFieldProps {
  type: ParameterType;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onBlur: () => void;
  /** Accessible name: the parameter's, and for a row which one it is. */
  label: string;
  /** Where its error is found. */
  path: string;
  /** Where it stands in the call, `env.PATH` in a dict: what a secret there is called. */
  place: string;
  errors: FieldErrors;
  placeholder: string;
  isMultiline: boolean;
  /** Whether None is what holds where nothing is given, so that emptying the field is enough to say so. */
  isNoneUsual: boolean;
}

/** The control for a type, with what is wrong with it underneath. */
export function ValueField(props: ValueFieldProps) {
  const { draft, path, errors, onChange } = props;
  const errorId = useId();
  // A list says what is wrong with its rows at the rows; an Optional leaves it to what is inside.
  const error = draft.kind === "optional" && draft.isSet ? undefined : errors.get(path);
  return (
    <div className={styles.field}>
      <Control {...props} errorId={errorId} />
      {error !== undefined && (
        <FieldErrorLine
          id={errorId}
          error={error}
          onFix={(text) =>
            onChange(draft.kind === "text" || draft.kind === "bytes" ? { ...draft, text } : draft)
          }
        />
      )}
    </div>
  );
}

function Control({ errorId, ...props }: ValueFieldProps & { errorId: string }) {
  const { type, draft, onChange, onBlur, label, path, errors, placeholder, isMultiline } = props;
  const isInvalid = errors.has(path);
  const describedBy = isInvalid ? errorId : undefined;
  switch (draft.kind) {
    case "text":
      return (
        <TextControl
          label={label}
          value={draft.text}
          onChange={(text) => onChange({ kind: "text", text })}
          onBlur={onBlur}
          placeholder={placeholder}
          isMultiline={isMultiline && (type.kind === "str" || type.kind === "any")}
          isInvalid={isInvalid}
          describedBy={describedBy}
        />
      );
    case "bool":
      return (
        <Checkbox.Root
          className={styles.checkbox}
          aria-label={label}
          checked={draft.value}
          onCheckedChange={(checked) => onChange({ kind: "bool", value: checked === true })}
        >
          <Checkbox.Indicator className={styles.check}>
            <Check size={12} strokeWidth={3} aria-hidden />
          </Checkbox.Indicator>
        </Checkbox.Root>
      );
    case "bytes":
      return (
        <div className={styles.beside}>
          <TextControl
            label={label}
            value={draft.text}
            onChange={(text) => onChange({ ...draft, text })}
            onBlur={onBlur}
            placeholder={placeholder}
            isMultiline={isMultiline}
            isInvalid={isInvalid}
            describedBy={describedBy}
          />
          <Select
            label={`Encoding of ${label}`}
            value={draft.encoding}
            options={encodings.map((value) => ({ value, label: value }))}
            onChange={(encoding) =>
              onChange({
                ...draft,
                encoding: encodings.find((each) => each === encoding) ?? "utf-8",
              })
            }
          />
        </div>
      );
    case "choice":
      return (
        <Select
          label={label}
          value={draft.index === -1 ? "" : String(draft.index)}
          options={(type.kind === "choice" ? type.options : []).map((option, i) => ({
            value: String(i),
            label: option.label,
          }))}
          placeholder={placeholder === "" ? "Choose" : placeholder}
          onChange={(index) => onChange({ kind: "choice", index: Number(index) })}
          onBlur={onBlur}
          isInvalid={isInvalid}
          describedBy={describedBy}
        />
      );
    case "secret":
      return <SecretField type={type} draft={draft} label={label} onChange={onChange} />;
    case "list":
      return type.kind === "list" ? <ListField {...props} type={type} draft={draft} /> : null;
    case "dict":
      return type.kind === "dict" ? <DictField {...props} type={type} draft={draft} /> : null;
    case "optional":
      return type.kind === "optional" ? (
        <OptionalField {...props} type={type} draft={draft} />
      ) : null;
  }
}
