import { type FormEvent, useId, useState } from "react";
import type { QuestionBody } from "../../src-shared/question";
import { Button } from "../ui/button";
import { DialogButtons } from "../ui/dialog";
import styles from "./question.module.css";
import type { QuestionProps } from "./question-dialog";
import { SecretInput } from "./secret-input";
import { SubmitButton } from "./submit-button";

type PromptsBody = Extract<QuestionBody, { kind: "prompts" }>;

/** What a server asks in its own words, marked as such. */
export function PromptsQuestion({
  question,
  body,
  isSending,
  isChecking,
  onAnswer,
}: QuestionProps & { body: PromptsBody }) {
  const [values, setValues] = useState(() => body.prompts.map(() => ""));
  const id = useId();
  const change = (at: number, value: string) =>
    setValues(values.map((each, i) => (i === at ? value : each)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChecking) return;
    onAnswer({ kind: "text", values, remember: false });
    setValues(values.map(() => ""));
  };
  return (
    <form onSubmit={submit} noValidate>
      <fieldset className={styles.server}>
        <legend>From the server</legend>
        {body.instruction !== "" && (
          <p className={`${styles.instruction} selectable`}>{body.instruction}</p>
        )}
        {body.prompts.map((prompt, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the prompts of one question never move
          <div key={at} className={styles.prompt}>
            <label className={styles.label} htmlFor={`${id}-${at}`}>
              {prompt.text.trim() || `Prompt ${at + 1}, without words`}
            </label>
            {prompt.echo ? (
              <input
                id={`${id}-${at}`}
                className={styles.input}
                autoComplete="off"
                spellCheck={false}
                // biome-ignore lint/a11y/noAutofocus: the dialog is there to have this typed
                autoFocus={at === 0}
                readOnly={isChecking}
                value={values[at] ?? ""}
                onChange={(event) => change(at, event.target.value)}
              />
            ) : (
              <SecretInput
                id={`${id}-${at}`}
                value={values[at] ?? ""}
                isFirst={at === 0}
                isReadOnly={isChecking}
                onChange={(value) => change(at, value)}
              />
            )}
          </div>
        ))}
      </fieldset>
      {question.remember?.isPossible === false && (
        <p className={styles.hint}>{question.remember.reason}</p>
      )}
      <DialogButtons>
        <Button disabled={isSending && !isChecking} onClick={() => onAnswer({ kind: "cancel" })}>
          Cancel
        </Button>
        <SubmitButton isSending={isSending} isChecking={isChecking}>
          Answer
        </SubmitButton>
      </DialogButtons>
    </form>
  );
}
