import { z } from "zod";

/** What the user has set for the whole app. */
export const settingsSchema = z.strictObject({
  /** The ssh configuration to read instead of `~/.ssh/config`; null for that one. */
  sshConfigFile: z.string().max(4096).nullable(),
  /** Whether a lost link is made anew by itself, with growing pauses. Calls are never repeated. */
  autoReconnect: z.boolean(),
  /** Whether the sessions that were open at the end are opened at the next start. */
  reopenSessions: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  sshConfigFile: null,
  autoReconnect: false,
  reopenSessions: false,
};

/** Where answers can be remembered, and how many are. */
export interface SecretsState {
  isPossible: boolean;
  /** Why they cannot, as a sentence; empty where they can. */
  reason: string;
  count: number;
}
