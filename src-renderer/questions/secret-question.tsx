import { type FormEvent, useId, useState } from "react";
import type { QuestionBody } from "../../src-shared/question";
import { Button } from "../ui/button";
import { DialogButtons } from "../ui/dialog";
import styles from "./question.module.css";
import type { QuestionProps } from "./question-dialog";
import { refusedWords, secretLabel } from "./question-words";
import { RememberChoice } from "./remember-choice";
import { SecretInput } from "./secret-input";
import { SubmitButton } from "./submit-button";

type SecretBody = Extract<QuestionBody, { kind: "secret" }>;

/** A password, a passphrase or a PIN. What is typed is in this form alone, and gone with it. */
export function SecretQuestion({
  question,
  body,
  isSending,
  isChecking,
  onAnswer,
}: QuestionProps & { body: SecretBody }) {
  const [secret, setSecret] = useState("");
  const [isRemembered, setRemembered] = useState(false);
  const id = useId();
  const refused = refusedWords(body);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChecking) return;
    onAnswer({ kind: "text", values: [secret], remember: isRemembered });
    setSecret("");
  };
  return (
    <form onSubmit={submit} noValidate>
      {refused !== "" && (
        <p
          id={`${id}-refused`}
          className={isChecking ? styles.checking : styles.refused}
          role={isChecking ? undefined : "alert"}
        >
          {isChecking ? "Checking…" : refused}
        </p>
      )}
      <label className={styles.label} htmlFor={id}>
        {secretLabel(body)}
      </label>
      <SecretInput
        id={id}
        value={secret}
        isWrong={refused !== "" && !isChecking}
        isReadOnly={isChecking}
        describedBy={refused === "" ? undefined : `${id}-refused`}
        isFirst
        onChange={setSecret}
      />
      <RememberChoice
        remember={question.remember}
        isChecked={isRemembered}
        onChange={setRemembered}
      />
      <DialogButtons>
        <Button disabled={isSending && !isChecking} onClick={() => onAnswer({ kind: "cancel" })}>
          Cancel
        </Button>
        <SubmitButton isSending={isSending} isChecking={isChecking}>
          {body.purpose === "passphrase" ? "Unlock" : "Continue"}
        </SubmitButton>
      </DialogButtons>
    </form>
  );
}
