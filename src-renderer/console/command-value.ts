import { isTyped, type Value } from "../../src-shared/value";

export interface CommandResultValue {
  returncode: number;
  stdout: Value;
  stderr: Value;
}

/** What a process came to, if the value says so: an object with returncode, stdout and stderr. */
export function asCommandResult(value: Value): CommandResultValue | null {
  if (!isTyped(value) || (value.$ !== "namedtuple" && value.$ !== "dataclass")) return null;
  const { fields } = value;
  const returncode = fields.get("returncode");
  const stdout = fields.get("stdout");
  const stderr = fields.get("stderr");
  if (typeof returncode !== "number" || stdout === undefined || stderr === undefined) return null;
  return { returncode, stdout, stderr };
}

/** How a process ended, as a sentence: its exit status, or the signal that ended it. */
export function exitWords(returncode: number): string {
  return returncode < 0 ? `Ended by signal ${-returncode}` : `Exit status ${returncode}`;
}
