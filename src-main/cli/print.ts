import { stringify } from "lossless-json";
import type { Failure, RemoteException } from "../../src-shared/failure";
import { plain } from "../../src-shared/json-value";
import type { Value } from "../../src-shared/value";
import type { WireLogRecord } from "../protocol/protocol";

/**
 * Text of a target, for a stream. On a terminal control characters are shown
 * as `\\x1b`: what a target writes must not steer it.
 */
export function printable(text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY) return text;
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) =>
    /[\n\t]/.test(char) ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** Milliseconds with three decimals: what the clock gives beyond is noise. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

export function printJson(object: unknown): void {
  process.stdout.write(`${stringify(object)}\n`);
}

export function valueObject(value: Value, elapsedMs: number, logs: WireLogRecord[]) {
  return { ok: true, value: plain(value), elapsed_ms: rounded(elapsedMs), logs };
}

export function failureObject(
  failure: Failure,
  elapsedMs: number,
  logs: WireLogRecord[],
  items: Value[],
) {
  const { code, message, advice, lines, exception } = failure;
  const error = {
    code,
    message,
    type: exception?.type ?? null,
    traceback: exception?.frames ?? [],
    advice,
    lines,
    notes: exception?.notes ?? [],
    cause: exception?.cause ?? null,
    context: exception?.context ?? null,
  };
  return { ok: false, error, items: plain(items), elapsed_ms: rounded(elapsedMs), logs };
}

/** A failure on stderr, for a person, or on stdout as JSON, with the items that came before it. */
export function printFailure(
  failure: Failure,
  asJson: boolean,
  elapsedMs = 0,
  logs: WireLogRecord[] = [],
  items: Value[] = [],
): void {
  if (asJson) {
    printJson(failureObject(failure, elapsedMs, logs, items));
    return;
  }
  const { message, advice, lines, exception } = failure;
  const text =
    exception === null
      ? [message, ...lines.map((line) => `  ${line}`), advice]
      : [...traceback(exception), advice];
  const whole = `${text.filter((line) => line !== "").join("\n")}\n`;
  process.stderr.write(printable(whole, process.stderr));
}

/** A remote traceback in the form that Python prints. */
export function traceback(exception: RemoteException): string[] {
  const { cause, context, frames, type, message, notes } = exception;
  const before = cause ?? context;
  const link =
    cause === null
      ? "During handling of the above exception, another exception occurred:"
      : "The above exception was the direct cause of the following exception:";
  return [
    ...(before === null ? [] : [...traceback(before), "", link, ""]),
    ...(frames.length === 0 ? [] : ["Traceback (most recent call last):"]),
    ...frames.flatMap(({ file, line, function: name, source }) => [
      `  File "${file}", line ${line}, in ${name}`,
      ...(source === "" ? [] : [`    ${source}`]),
    ]),
    message === "" ? type : `${type}: ${message}`,
    ...notes,
  ];
}
