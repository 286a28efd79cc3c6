import { RotateCcw } from "lucide-react";
import { Fragment } from "react";
import { isSecretLike } from "../../src-shared/saved-call";
import type { Parameter } from "../../src-shared/tool";
import { IconButton } from "../ui/button";
import { DocText } from "../ui/doc-view";
import { Tip } from "../ui/tooltip";
import { emptyField, type FormField, fieldType, isEmptied } from "./call-form";
import type { Draft } from "./draft";
import styles from "./parameter-field.module.css";
import { parsePythonLiteral } from "./python-literal";
import type { FieldErrors } from "./read-draft";
import { canBeSecret, secretDraft } from "./secret-draft";
import { LockButton } from "./secret-field";
import { ValueField } from "./value-field";

interface ParameterFieldProps {
  parameter: Parameter;
  field: FormField;
  errors: FieldErrors;
  onChange: (field: FormField) => void;
  onBlur: () => void;
  onReset: () => void;
}

const stars = { positional: "", keyword: "", var_positional: "*", var_keyword: "**" } as const;

/** One parameter: its name, its control, what the docstring says of it. */
export function ParameterField({
  parameter,
  field,
  errors,
  onChange,
  onBlur,
  onReset,
}: ParameterFieldProps) {
  const type = fieldType(parameter);
  const isSecret = field.draft.kind === "secret";
  const isChanged = field.isGiven && parameter.default !== null && !isSecret;
  const isCheckbox = field.draft.kind === "bool";
  const doc =
    parameter.doc === "" ? null : (
      <p className={styles.doc}>
        <DocText text={parameter.doc} />
      </p>
    );
  const change = (draft: Draft) => {
    // A checkbox that is back at its default is sent no more; a text may be meant.
    const isDefault =
      draft.kind === "bool" && parsePythonLiteral(parameter.default ?? "") === draft.value;
    const isBack = isDefault || (!parameter.required && isEmptied(type, draft));
    onChange(
      isBack ? { isGiven: false, draft: emptyField(parameter).draft } : { isGiven: true, draft },
    );
  };
  return (
    <div className={styles.parameter} data-testid={`parameter-${parameter.name}`}>
      <div className={styles.label}>
        <Tip
          side="left"
          text={parameter.annotation === "" ? "No annotation" : parameter.annotation}
        >
          <code className={styles.name}>
            {stars[parameter.kind]}
            {/* A long name is broken where its words end. */}
            {parameter.name.split("_").map((word, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a word has nothing else of its own
              <Fragment key={at}>
                {at > 0 && (
                  <>
                    _<wbr />
                  </>
                )}
                {word}
              </Fragment>
            ))}
            {parameter.required && <span className={styles.required}> *</span>}
          </code>
        </Tip>
      </div>
      <div className={isCheckbox ? styles.checkbox : styles.control}>
        <ValueField
          type={type}
          draft={field.draft}
          onChange={change}
          onBlur={onBlur}
          label={parameter.name}
          path={parameter.name}
          place={parameter.name}
          errors={errors}
          placeholder={placeholderOf(parameter, field)}
          isNoneUsual={parameter.default === "None"}
          isMultiline={/script|source|text|content|body|code|template|input|data/i.test(
            parameter.name,
          )}
        />
        {isCheckbox && doc}
      </div>
      <div className={styles.actions}>
        {isChanged && (
          <IconButton
            icon={RotateCcw}
            size={12}
            label={`Use the default of ${parameter.name}: ${parameter.default}`}
            className={styles.action}
            onClick={onReset}
          />
        )}
        {canBeSecret(type) && (
          <LockButton
            label={parameter.name}
            isSecret={isSecret}
            isSuggested={isSecretLike(parameter.name)}
            onToggle={() =>
              onChange(
                isSecret
                  ? emptyField(parameter)
                  : { isGiven: true, draft: secretDraft(type, parameter.name) },
              )
            }
          />
        )}
      </div>
      {!isCheckbox && doc !== null && <div className={styles.below}>{doc}</div>}
    </div>
  );
}

function placeholderOf(parameter: Parameter, { isGiven, draft }: FormField): string {
  if (isGiven) {
    const isEmptyText = draft.kind === "text" && parameter.type.kind === "str" && draft.text === "";
    return isEmptyText ? "empty text" : "";
  }
  if (parameter.default === null) return "";
  const value = parsePythonLiteral(parameter.default);
  if (typeof value !== "string") return parameter.default;
  return value === "" ? "empty text" : value;
}
