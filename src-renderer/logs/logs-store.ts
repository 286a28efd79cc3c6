import { create } from "zustand";
import type { LogRecord } from "../../src-shared/call";
import { ipc } from "../ipc";
import { soon } from "../ui/soon";
import { RecordBuffer } from "./record-buffer";
import { newLines } from "./transport-lines";

/** Every record of every session. */
const everything = new RecordBuffer();
/** The records of each call that is still listed. */
const byCall = new Map<string, RecordBuffer>();

interface LogsState {
  /** Grows with every batch. Whoever shows a buffer reads it again then. */
  version: number;
}

export const useLogs = create<LogsState>(() => ({ version: 0 }));

const tellSoon = soon(() => useLogs.setState(({ version }) => ({ version: version + 1 })));

export const allRecords = (): RecordBuffer => everything;

export function recordsOf(callId: string): RecordBuffer {
  let buffer = byCall.get(callId);
  if (buffer === undefined) {
    buffer = new RecordBuffer();
    byCall.set(callId, buffer);
  }
  return buffer;
}

export function forgetCall(callId: string): void {
  byCall.delete(callId);
}

export function clearLogs(): void {
  everything.clear();
  tellSoon();
}

export function addRecords(records: readonly LogRecord[]): void {
  everything.push(records);
  let run: LogRecord[] = [];
  for (const [i, record] of records.entries()) {
    run.push(record);
    if (records[i + 1]?.callId === record.callId) continue;
    // Records of a call that is no longer listed are in the log of everything alone.
    if (record.callId !== null) byCall.get(record.callId)?.push(run);
    run = [];
  }
  tellSoon();
}

export function startLogs(): void {
  ipc.on("logRecords", addRecords);
  const stderr = new Map<string, string[]>();
  ipc.on("sessionChanged", (session) => {
    const added = newLines(stderr.get(session.hostId) ?? [], session.stderr);
    stderr.set(session.hostId, session.stderr);
    if (added.length === 0) return;
    const time = Date.now();
    addRecords(
      added.map((message) => ({
        callId: null,
        hostId: session.hostId,
        level: "INFO",
        logger: "transport",
        message,
        time,
      })),
    );
  });
}
