import { FailureError, failure } from "../../src-shared/failure";

/** @param what could not be done, without its full stop */
export function fileError(what: string, error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  return new FailureError(
    failure("file_error", `${what}.`, {
      advice: "Check the permissions of the file and its folder, and the space on the disk.",
      lines: [error instanceof Error ? error.message : String(error)],
    }),
  );
}

export function notFound(path: string): FailureError {
  return new FailureError(
    failure("not_found", `There is no ${path}.`, {
      advice: "It may have been moved or removed by another program.",
    }),
  );
}

export function fileChanged(message: string, advice = ""): FailureError {
  return new FailureError(failure("file_changed", message, { advice }));
}

export function refused(message: string, advice = ""): FailureError {
  return new FailureError(failure("bad_request", message, { advice }));
}

export function tooLarge(message: string): FailureError {
  return new FailureError(failure("too_large", message));
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
