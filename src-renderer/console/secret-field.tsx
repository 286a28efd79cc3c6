import { Lock, LockOpen } from "lucide-react";
import type { ParameterType } from "../../src-shared/tool";
import { IconButton } from "../ui/button";
import { Select } from "../ui/select";
import { type SecretDraft, secretFormLabels, secretFormsOf } from "./secret-draft";
import styles from "./secret-field.module.css";

interface SecretFieldProps {
  type: ParameterType;
  draft: SecretDraft;
  label: string;
  onChange: (draft: SecretDraft) => void;
}

/** Stands where a secret is asked for at each call, and says how it is read where there is a choice. */
export function SecretField({ type, draft, label, onChange }: SecretFieldProps) {
  const forms = secretFormsOf(type);
  return (
    <div className={styles.field}>
      <p className={styles.secret} title={`Secret ${draft.name}, asked for at each call`}>
        <span>Secret</span>
        <span>, asked for at each call</span>
      </p>
      {forms.length > 1 && (
        <Select
          label={`How the secret ${label} is read`}
          value={draft.as}
          options={forms.map((form) => ({ value: form, label: secretFormLabels[form] }))}
          onChange={(as) =>
            onChange({ ...draft, as: forms.find((form) => form === as) ?? draft.as })
          }
        />
      )}
    </div>
  );
}

interface LockButtonProps {
  label: string;
  isSecret: boolean;
  /** Whether its name is one of those that usually hold a secret. */
  isSuggested: boolean;
  onToggle: () => void;
}

/** Marks a place as a secret. What was typed there is forgotten: from now on it is typed where it is kept nowhere. */
export function LockButton({ label, isSecret, isSuggested, onToggle }: LockButtonProps) {
  return (
    <IconButton
      icon={isSecret ? Lock : LockOpen}
      size={12}
      label={`Secret: ask for ${label} at each call`}
      aria-pressed={isSecret}
      data-suggested={(isSuggested && !isSecret) || undefined}
      className={styles.lock}
      onClick={onToggle}
    />
  );
}
