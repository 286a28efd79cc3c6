import { useState } from "react";
import type { Answer, Question } from "../../src-shared/question";
import { hostById } from "../hosts/hosts-store";
import { Dialog } from "../ui/dialog";
import { HostKeyQuestion } from "./host-key-question";
import { NoticeQuestion } from "./notice-question";
import { PromptsQuestion } from "./prompts-question";
import styles from "./question.module.css";
import { questionDescription, questionTitle } from "./question-words";
import { answerQuestion, useQueue } from "./questions-store";
import { SecretQuestion } from "./secret-question";

export interface QuestionProps {
  question: Question;
  /** An answer is on its way: nothing more can be given. */
  isSending: boolean;
  onAnswer: (answer: Answer) => void;
}

/** The question that is to be answered now, if there is one. */
export function QuestionDialogs() {
  const { shown } = useQueue();
  const [question] = shown;
  if (question === undefined) return null;
  return <QuestionDialog key={question.id} question={question} count={shown.length} />;
}

/** One question. It lives as long as the question does, and what was typed goes with it. */
function QuestionDialog({ question, count }: { question: Question; count: number }) {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { body } = question;
  const name = hostById(question.hostId)?.name ?? question.hostId;
  const send = async (answer: Answer) => {
    if (isSending) return;
    setSending(true);
    const failure = await answerQuestion(question.id, answer);
    setSending(false);
    setProblem(failure === null ? null : `${failure.message} ${failure.advice}`.trim());
  };
  const props = { question, isSending, onAnswer: (answer: Answer) => void send(answer) };
  return (
    <Dialog
      title={questionTitle(body, name)}
      description={questionDescription(body, name)}
      isModalQuestion
      onClose={() => void send({ kind: "cancel" })}
    >
      {count > 1 && (
        <p className={styles.count}>
          1 of {count}
          <span className="visually-hidden"> questions</span>
        </p>
      )}
      {body.kind === "host_key" && <HostKeyQuestion {...props} body={body} />}
      {body.kind === "secret" && <SecretQuestion {...props} body={body} />}
      {body.kind === "prompts" && <PromptsQuestion {...props} body={body} />}
      {body.kind === "notice" && <NoticeQuestion {...props} body={body} />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
