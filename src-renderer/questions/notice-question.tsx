import { Fingerprint } from "lucide-react";
import type { QuestionBody } from "../../src-shared/question";
import { Button } from "../ui/button";
import { DialogButtons } from "../ui/dialog";
import styles from "./question.module.css";
import type { QuestionProps } from "./question-dialog";

type NoticeBody = Extract<QuestionBody, { kind: "notice" }>;

/** Something to do elsewhere; it goes away when that is done. */
export function NoticeQuestion({
  body,
  isSending,
  onAnswer,
}: QuestionProps & { body: NoticeBody }) {
  return (
    <>
      <p className={styles.notice} role="status">
        <Fingerprint size={20} aria-hidden />
        {body.text}
      </p>
      <p className={styles.hint}>This goes away by itself as soon as the key was touched.</p>
      <DialogButtons>
        <Button disabled={isSending} onClick={() => onAnswer({ kind: "cancel" })}>
          Cancel
        </Button>
      </DialogButtons>
    </>
  );
}
