import type { Question } from "../../src-shared/question";

/** What of the window decides which questions come up by themselves. */
export interface QuestionView {
  /** The host whose tab is shown; null where none is. */
  shownHostId: string | null;
  /** A dialog or a palette is open, which must not be covered. */
  isOtherOpen: boolean;
  /** The person wants to go through all of them. */
  isAnsweringAll: boolean;
  /** The host whose answer is being checked, before a dialog that says so; null where none is. */
  checkedHostId: string | null;
}

export interface QuestionQueue {
  /** To be asked now, one after the other. */
  shown: Question[];
  /** To be told of, without taking the keyboard from anybody. */
  hidden: Question[];
}

/** Whether it was a person here who asked for the call just now, in whatever tab. */
const isOfCall = (body: Question["body"]) => body.kind === "secret" && body.purpose === "argument";

/**
 * Only the host that one looks at may ask by itself. The others wait until the
 * person turns to them, because their dialog would take what is being typed elsewhere.
 */
export function questionQueue(questions: readonly Question[], view: QuestionView): QuestionQueue {
  if (view.isOtherOpen) return { shown: [], hidden: [...questions] };
  const isShown = ({ hostId, body }: Question) =>
    view.isAnsweringAll ||
    isOfCall(body) ||
    hostId === view.shownHostId ||
    hostId === view.checkedHostId;
  return {
    shown: questions.filter(isShown),
    hidden: questions.filter((question) => !isShown(question)),
  };
}
