import type { ParameterType } from "../../src-shared/tool";
import { Select } from "../ui/select";
import type { Draft } from "./draft";
import { ValueField, type ValueFieldProps } from "./value-field";
import styles from "./value-field.module.css";

interface OptionalFieldProps extends ValueFieldProps {
  type: ParameterType & { kind: "optional" };
  draft: Draft & { kind: "optional" };
}

/**
 * The field of what is inside. Entering something sets it. Where None is not what holds anyway, a button beside it says
 * None; a choice and a checkbox have it among what can be chosen.
 */
export function OptionalField({ type, draft, onChange, ...rest }: OptionalFieldProps) {
  const options = optionsOf(type.inner);
  if (options !== null) {
    return (
      <OptionalChoice {...rest} type={type} draft={draft} onChange={onChange} options={options} />
    );
  }
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
      {!rest.isNoneUsual && (
        <button
          type="button"
          className={styles.none}
          aria-pressed={isNone}
          aria-label={`None for ${rest.label}`}
          onClick={() => onChange({ ...draft, isSet: isNone })}
        >
          None
        </button>
      )}
    </div>
  );
}

interface Option {
  label: string;
  draft: Draft;
}

/** What can be chosen of a type that has few values; null where there are more. */
function optionsOf(type: ParameterType): Option[] | null {
  if (type.kind === "bool") {
    return [true, false].map((value) => ({
      label: value ? "True" : "False",
      draft: { kind: "bool", value },
    }));
  }
  if (type.kind !== "choice") return null;
  return type.options.map(({ label }, index) => ({ label, draft: { kind: "choice", index } }));
}

/** A choice with None among it: an empty checkbox beside None would leave open what it says. */
function OptionalChoice(props: OptionalFieldProps & { options: Option[] }) {
  const { draft, onChange, onBlur, label, placeholder, options } = props;
  const { isSet, inner } = draft;
  const at = options.findIndex(({ draft: each }) => isSame(each, inner));
  // Another default than None is chosen already, although nothing is sent for it.
  const isDefault = !isSet && placeholder !== "" && placeholder !== "None";
  return (
    <Select
      label={label}
      value={isSet ? String(at) : isDefault ? "" : "None"}
      placeholder={placeholder}
      options={[
        { value: "None", label: "None" },
        ...options.map((option, i) => ({ value: String(i), label: option.label })),
      ]}
      onChange={(value) => {
        const chosen = options[Number(value)];
        onChange(
          chosen === undefined
            ? { ...draft, isSet: false }
            : { kind: "optional", isSet: true, inner: chosen.draft },
        );
      }}
      onBlur={onBlur}
    />
  );
}

function isSame(one: Draft, other: Draft): boolean {
  if (one.kind === "bool") return other.kind === "bool" && one.value === other.value;
  return one.kind === "choice" && other.kind === "choice" && one.index === other.index;
}
