import { z } from "zod";

/** One prompt of a keyboard-interactive login; `echo` says that what is typed may be seen. */
export interface Prompt {
  text: string;
  echo: boolean;
}

/** What only a person can answer while a session begins. */
export type QuestionBody =
  /** A host key that is not known yet. `fingerprint` is `SHA256:...` as ssh-keygen prints it. */
  | {
      kind: "host_key";
      address: string;
      keyType: string;
      fingerprint: string;
      /** Other names that the same key is known for, as ssh says it; empty if there are none. */
      knownAs: string[];
    }
  /**
   * One secret. `subject` says whose: `deploy@web1`, or the path of a key.
   * `attempt` is 1 at first and grows each time what was given was refused.
   */
  | {
      kind: "secret";
      purpose: "password" | "passphrase" | "pin" | "become";
      subject: string;
      attempt: number;
    }
  /**
   * An argument of a call: `subject` says which of what, as `password of Exec.shell`. What is remembered is
   * for whatever `scope` stands for.
   */
  | { kind: "secret"; purpose: "argument"; subject: string; attempt: number; scope: string }
  /** The prompts of a keyboard-interactive login, in the server's own words. */
  | { kind: "prompts"; subject: string; instruction: string; prompts: Prompt[] }
  /** Nothing to type: a security key waits to be touched. It goes away by itself. */
  | { kind: "notice"; text: string };

export type QuestionKind = QuestionBody["kind"];

/** A question as the window shows it. */
export interface Question {
  id: string;
  hostId: string;
  /** Milliseconds since the epoch. */
  since: number;
  body: QuestionBody;
  /** Whether the answer can be remembered; if not, why, as a sentence. Null where nothing of it is secret. */
  remember: { isPossible: true } | { isPossible: false; reason: string } | null;
}

export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accept") }),
  z.strictObject({
    kind: z.literal("text"),
    /** One for each prompt. */
    values: z.array(z.string().max(65_536)).min(1).max(64),
    remember: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("cancel") }),
]);
export type Answer = z.infer<typeof answerSchema>;

/**
 * Asks a person. Resolves with the answer; with `cancel` as soon as the signal
 * aborts, because the question has become void. Never rejects.
 */
export type Ask = (body: QuestionBody, signal: AbortSignal) => Promise<Answer>;
