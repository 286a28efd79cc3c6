import { z } from "zod";

/** What the thread that has the Python is told first: what to start from, and how it is interrupted. */
export interface StartMessage<Files> {
  kind: "start";
  files: Files;
  /** One byte: 2 in it raises KeyboardInterrupt at the next line of Python. */
  interrupt: SharedArrayBuffer;
  /** Bytes that its memory may have at the most. */
  maxMemory: number;
}

/** One thing to do: JSON for `preview_json` in resources/preview/preview.py, or `analysis_json` in resources/analysis/analysis.py. */
export interface RunMessage {
  kind: "run";
  id: number;
  request: string;
}

/**
 * What it answers. It runs other people's templates, so it is held to this shape and no more; `text` is
 * JSON that is checked again by whoever asked.
 */
export const workerReplySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  /** It could not start, or is of no use any more. */
  z.object({ kind: z.literal("failed"), message: z.string() }),
  z.object({
    kind: z.literal("done"),
    id: z.number(),
    text: z.string(),
    /** Whether memory was asked for and refused meanwhile. */
    refused: z.boolean(),
    /** Bytes that its memory has now: it never shrinks. */
    memory: z.number(),
  }),
  /** Python itself broke: only another thread can go on. */
  z.object({
    kind: z.literal("broken"),
    id: z.number(),
    message: z.string(),
    refused: z.boolean(),
  }),
]);
export type WorkerReply = z.infer<typeof workerReplySchema>;
