import { useState } from "react";
import type { Answer, Question } from "../../src-shared/question";
import { hostById } from "../hosts/hosts-store";
import { Dialog } from "../ui/dialog";
import { HostKeyQuestion } from "./host-key-question";
import { NoticeQuestion } from "./notice-question";
import { PromptsQuestion } from "./prompts-question";
import styles from "./question.module.css";
import { questionDescription, questionTitle } from "./question-words";
import { answerQuestion, stopChecking, useQueue } from "./questions-store";
import { SecretQuestion } from "./secret-question";

export interface QuestionProps {
  question: Question;
  /** An answer is on its way: nothing more can be given. */
  isSending: boolean;
  /** The answer was given, and nobody knows yet whether it is right: it can only be called off. */
  isChecking: boolean;
  onAnswer: (answer: Answer) => void;
}

/**
 * The question that is to be answered now, if there is one. While an answer is checked its dialog
 * stays, and goes on with the next question of the same kind.
 */
export function QuestionDialogs() {
  const { shown, checked } = useQueue();
  const [first] = shown;
  const question = first ?? checked;
  if (question === null) return null;
  return (
    <QuestionDialog
      key={`${question.hostId} ${question.body.kind}`}
      question={question}
      isChecking={first === undefined}
      count={shown.length}
    />
  );
}

interface QuestionDialogProps {
  question: Question;
  isChecking: boolean;
  count: number;
}

/** What is typed is in the form of one question, and gone with it. */
function QuestionDialog({ question, isChecking, count }: QuestionDialogProps) {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState({ questionId: "", words: "" });
  const { body } = question;
  const name = hostById(question.hostId)?.name ?? question.hostId;
  const send = async (answer: Answer) => {
    if (isChecking && answer.kind === "cancel") stopChecking(question);
    if (isSending || isChecking) return;
    setSending(true);
    const failure = await answerQuestion(question, answer);
    setSending(false);
    const words = failure === null ? "" : `${failure.message} ${failure.advice}`.trim();
    setProblem({ questionId: question.id, words });
  };
  const props = {
    question,
    isSending,
    isChecking,
    onAnswer: (answer: Answer) => void send(answer),
  };
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
      <p role="status" className="visually-hidden">
        {isChecking && "The answer is being checked."}
      </p>
      {body.kind === "host_key" && <HostKeyQuestion key={question.id} {...props} body={body} />}
      {body.kind === "secret" && <SecretQuestion key={question.id} {...props} body={body} />}
      {body.kind === "prompts" && <PromptsQuestion key={question.id} {...props} body={body} />}
      {body.kind === "notice" && <NoticeQuestion key={question.id} {...props} body={body} />}
      {problem.words !== "" && problem.questionId === question.id && (
        <p className={styles.problem} role="alert">
          {problem.words}
        </p>
      )}
    </Dialog>
  );
}
