import type { Failure, FailureCode } from "../../src-shared/failure";

/** What the command line says by its exit status. */
export const ExitStatus = {
  OK: 0,
  TOOL_RAISED: 1,
  TEMPLATE_FAILED: 1,
  /** What was rendered is not what the file has. */
  DIFFERENT: 1,
  USAGE: 2,
  NO_CONNECTION: 3,
  STOPPED: 4,
} as const;

const usage: FailureCode[] = [
  "bad_request",
  "not_found",
  "file_error",
  "not_encodable",
  "too_large",
];
const raised: FailureCode[] = ["tool_error", "tool_refused", "internal"];

export function exitStatus({ code }: Failure): number {
  if (code === "deadline" || code === "cancelled") return ExitStatus.STOPPED;
  if (usage.includes(code)) return ExitStatus.USAGE;
  if (raised.includes(code)) return ExitStatus.TOOL_RAISED;
  return ExitStatus.NO_CONNECTION;
}
