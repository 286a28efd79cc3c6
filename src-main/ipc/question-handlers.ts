import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "listQuestions" | "answerQuestion" | "secrets" | "forgetSecrets";

export function questionHandlers({ questions, secrets }: Services): Pick<Handlers, Channel> {
  return {
    listQuestions: () => questions.list(),
    answerQuestion: ({ questionId, answer }) => {
      questions.answer(questionId, answer);
      return null;
    },
    secrets: () => secrets.state(),
    forgetSecrets: () => {
      secrets.forgetAll();
      return secrets.state();
    },
  };
}
