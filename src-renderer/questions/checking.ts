import type { Question } from "../../src-shared/question";
import { type ConnectStep, connectSteps, type Session } from "../../src-shared/session";

/** An answer that was sent, and of which nobody knows yet what comes of it. */
export interface Checking {
  question: Question;
  /** Begin of the attempt to connect that asked, in milliseconds since the epoch. */
  since: number;
  /** The last step in which the answer may be refused. */
  step: ConnectStep;
  /** The host has asked something else meanwhile. */
  isFollowed: boolean;
}

/** What is checked once a question is answered; null where no attempt asked it. */
export function checkingOf(question: Question, session: Session | undefined): Checking | null {
  if (session?.state.kind !== "connecting") return null;
  const { since, step } = session.state;
  return { question, since, step: later(step, "authenticating"), isFollowed: false };
}

/** Whether the answer may still be refused: the same attempt has not come further. */
export function isUnknown(checking: Checking, session: Session | undefined): boolean {
  const state = session?.state;
  if (state?.kind !== "connecting" || state.since !== checking.since) return false;
  return later(state.step, checking.step) === checking.step;
}

function later(a: ConnectStep, b: ConnectStep): ConnectStep {
  return connectSteps.indexOf(a) > connectSteps.indexOf(b) ? a : b;
}
