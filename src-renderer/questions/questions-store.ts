import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Answer, Question } from "../../src-shared/question";
import { useHostDialog } from "../hosts/host-dialog-store";
import { disconnect, useHosts } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import { openHostTab, useShell } from "../shell/shell-store";
import { type Checking, checkingOf, isUnknown } from "./checking";
import { type QuestionQueue, questionQueue } from "./question-queue";

interface QuestionsState {
  /** All that wait for a person, oldest first. */
  questions: readonly Question[];
  isAnsweringAll: boolean;
  /** The last answer with words in it. */
  checking: Checking | null;
}

export const useQuestions = create<QuestionsState>(() => ({
  questions: [],
  isAnsweringAll: false,
  checking: null,
}));

const set = useQuestions.setState;
const get = useQuestions.getState;

function put(questions: readonly Question[]): void {
  set(questions.length === 0 ? { questions, isAnsweringAll: false } : { questions });
  const { checking } = get();
  if (checking === null) return;
  const { hostId, id } = checking.question;
  if (questions.some((each) => each.hostId === hostId && each.id !== id))
    set({ checking: { ...checking, isFollowed: true } });
}

export function startQuestions(): void {
  let isTold = false;
  ipc.on("questionsChanged", (questions) => {
    isTold = true;
    put(questions);
  });
  void ipc.listQuestions().then((reply) => {
    // What an event has told since then is newer.
    if (reply.ok && !isTold) put(reply.value);
  });
}

/**
 * Sends an answer. Nothing of it is kept here; that it is being checked is.
 * @returns why it could not be given, or null
 */
export async function answerQuestion(question: Question, answer: Answer): Promise<Failure | null> {
  const session = useHosts.getState().sessions.get(question.hostId);
  if (answer.kind === "text") set({ checking: checkingOf(question, session) });
  const reply = await ipc.answerQuestion({ questionId: question.id, answer });
  // It was not taken. Where it was taken and not remembered, it is checked all the same.
  if (!reply.ok && reply.failure.code !== "file_error") set({ checking: null });
  // One that has gone away needs no answer any more.
  return reply.ok || reply.failure.code === "not_found" ? null : reply.failure;
}

/** Calls off the attempt whose answer is being checked. */
export function stopChecking({ hostId }: Question): void {
  set({ checking: null });
  void disconnect(hostId);
}

/** Goes through what waits: the tab of a single host is shown, several are asked one after the other. */
export function answerWaiting(): void {
  const { questions } = useQuestions.getState();
  const [first] = questions;
  if (first === undefined) return;
  if (questions.every(({ hostId }) => hostId === first.hostId)) openHostTab(first.hostId);
  else answerHere();
}

/** Goes through what waits, one question after the other, without showing another tab. */
export function answerHere(): void {
  set({ isAnsweringAll: true });
}

/** Whether a host waits for an answer. */
export function useWaits(hostId: string): boolean {
  return useQuestions(({ questions }) => questions.some((each) => each.hostId === hostId));
}

/** What is asked, and what has been answered and is being checked if nothing is asked instead. */
export function useQueue(): QuestionQueue & { checked: Question | null } {
  const questions = useQuestions((state) => state.questions);
  const isAnsweringAll = useQuestions((state) => state.isAnsweringAll);
  const isOverlay = useShell((state) => state.overlay !== null);
  const isHostDialog = useHostDialog((state) => state.dialog !== null);
  const shownHostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : null;
  });
  const checking = useQuestions((state) => state.checking);
  const isChecking = useHosts(
    ({ sessions }) =>
      checking !== null && isUnknown(checking, sessions.get(checking.question.hostId)),
  );
  const isOtherOpen = isOverlay || isHostDialog;
  const asked = isChecking ? (checking?.question ?? null) : null;
  const checkedHostId = asked?.hostId ?? null;
  const view = { shownHostId, isOtherOpen, isAnsweringAll, checkedHostId };
  const isHeld = !isOtherOpen && checking?.isFollowed === false;
  return { ...questionQueue(questions, view), checked: isHeld ? asked : null };
}
