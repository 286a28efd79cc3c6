import { z } from "zod";
import type { Failure } from "./failure";
import { ownToolSchema } from "./own-tool";
import { isValue, type Value } from "./value";

export const valueSchema = z.custom<Value>((x) => isValue(x), "not a value that Python has");

/** A call of one method of a tool on one host. `callId` is chosen by whoever asks, and unique. */
export const callRequestSchema = z.object({
  callId: z.string().min(1).max(64),
  hostId: z.string(),
  /** Key of the tool: `rmote.tools.fs.FileSystem`, or `tools.nginx.Nginx` of a file of the user's. */
  tool: z.string(),
  /** The file that it is in; left out for a built-in tool. */
  own: ownToolSchema.optional(),
  method: z.string(),
  /** With a `SecretValue` in the place of what a person is asked for or the keyring has. */
  args: z.array(valueSchema),
  kwargs: z.record(z.string(), valueSchema),
  /** Calls of one run have each secret asked for once, until `endRun`. */
  runId: z.string().min(1).max(64).optional(),
  /** Seconds until the call is given up, null for no limit. */
  timeoutSeconds: z.number().positive().finite().nullable(),
  /** The app asks by itself for what it shows: not one of the calls that are said to run. */
  isUnasked: z.boolean().optional(),
});
export type CallRequest = z.infer<typeof callRequestSchema>;

/** A log record of tool code on a target, or a line that it printed. */
export interface LogRecord {
  callId: string | null;
  hostId: string;
  /** Name of the Python level: DEBUG, INFO, WARNING, ERROR, CRITICAL. */
  level: string;
  /** Name of the Python logger; `stdout` and `stderr` for printed lines. */
  logger: string;
  message: string;
  /** Milliseconds since the epoch, by the target's clock. */
  time: number;
}

/** What a method yielded, and how many bytes it had on the wire. */
export interface Item {
  value: Value;
  bytes: number;
}

/** Items of a call in their order, and whether they are the last. */
export interface ItemBatch {
  items: Item[];
  isEnd: boolean;
}

/**
 * How a call ended. `elapsedMs` is from the request to the outcome, by this
 * machine's clock; `isStream` says that the method yielded before it returned.
 */
export type CallOutcome =
  | { ok: true; value: Value; isStream: boolean; elapsedMs: number }
  | { ok: false; failure: Failure; elapsedMs: number };
