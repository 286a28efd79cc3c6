import { Check } from "lucide-react";
import { Checkbox } from "radix-ui";
import { useId } from "react";
import type { ParameterType } from "../../src-shared/tool";
import { Select } from "../ui/select";
import { type Draft, encodings } from "./draft";
import { FieldErrorLine } from "./field-error";
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

interface OptionalFieldProps extends ValueFieldProps {
  type: ParameterType & { kind: "optional" };
  draft: Draft & { kind: "optional" };
}

/** The field of what is inside, and beside it whether it is None instead. Entering something sets it. */
function OptionalField({ type, draft, onChange, ...rest }: OptionalFieldProps) {
  const isTyped = draft.inner.kind === "text" || draft.inner.kind === "bytes";
  // A placeholder tells of another default, which holds as long as nothing is given.
  const isNone = !draft.isSet && (rest.placeholder === "" || rest.placeholder === "None");
  const otherDefault = isNone ? "" : rest.placeholder;
  const emptied = type.inner.kind === "str" ? "empty text" : "";
  const shown = draft.isSet || !isTyped ? draft.inner : { ...draft.inner, text: "" };
  return (
    <div className={styles.beside}>
      <div className={styles.grow}>
        <ValueField
          {...rest}
          type={type.inner}
          draft={shown}
          placeholder={draft.isSet ? emptied : isTyped ? rest.placeholder || "None" : otherDefault}
          onChange={(inner) => onChange({ kind: "optional", isSet: true, inner })}
        />
      </div>
      <button
        type="button"
        className={styles.none}
        aria-pressed={isNone}
        aria-label={`None for ${rest.label}`}
        onClick={() => onChange({ ...draft, isSet: isNone })}
      >
        None
      </button>
    </div>
  );
}
