import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Answer, Question } from "../../src-shared/question";
import { useHostDialog } from "../hosts/host-dialog-store";
import { ipc } from "../ipc";
import { openHostTab, useShell } from "../shell/shell-store";
import { type QuestionQueue, questionQueue } from "./question-queue";

interface QuestionsState {
  /** All that wait for a person, oldest first. */
  questions: readonly Question[];
  isAnsweringAll: boolean;
}

export const useQuestions = create<QuestionsState>(() => ({
  questions: [],
  isAnsweringAll: false,
}));

const set = useQuestions.setState;

function put(questions: readonly Question[]): void {
  set(questions.length === 0 ? { questions, isAnsweringAll: false } : { questions });
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
 * Sends an answer. Nothing of it is kept here.
 * @returns why it could not be given, or null
 */
export async function answerQuestion(questionId: string, answer: Answer): Promise<Failure | null> {
  const reply = await ipc.answerQuestion({ questionId, answer });
  // One that has gone away needs no answer any more.
  return reply.ok || reply.failure.code === "not_found" ? null : reply.failure;
}

/** Goes through what waits: the tab of a single host is shown, several are asked one after the other. */
export function answerWaiting(): void {
  const { questions } = useQuestions.getState();
  const [first] = questions;
  if (first === undefined) return;
  if (questions.every(({ hostId }) => hostId === first.hostId)) openHostTab(first.hostId);
  else set({ isAnsweringAll: true });
}

/** Whether a host waits for an answer. */
export function useWaits(hostId: string): boolean {
  return useQuestions(({ questions }) => questions.some((each) => each.hostId === hostId));
}

export function useQueue(): QuestionQueue {
  const questions = useQuestions((state) => state.questions);
  const isAnsweringAll = useQuestions((state) => state.isAnsweringAll);
  const isOverlay = useShell((state) => state.overlay !== null);
  const isHostDialog = useHostDialog((state) => state.dialog !== null);
  const shownHostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : null;
  });
  const isOtherOpen = isOverlay || isHostDialog;
  return questionQueue(questions, { shownHostId, isOtherOpen, isAnsweringAll });
}
