import { type Failure, FailureError, failure } from "../../src-shared/failure";
import { ProcessTransport } from "./process-transport";
import { shellWords } from "./shell-words";
import type { Exit, Transport } from "./transport";

/** A peer that a command of the user's own reaches: a container, another user, a chroot. */
export interface CommandTarget {
  /** What goes before the command to be run there, as for a shell: `docker exec -i web`. */
  prefix: string;
  /** Whether the command may ask on a terminal. */
  interactive?: boolean;
}

/**
 * Starts the command with a python and its arguments at its end, without a shell.
 * @throws FailureError `bad_request` for a prefix that is empty or not well quoted,
 *   `no_transport` where its program cannot be started
 */
export async function spawnCommand(
  { prefix, interactive }: CommandTarget,
  python: string,
  args: string[],
): Promise<Transport> {
  const [file, ...first] = shellWords(prefix);
  if (!file) {
    throw new FailureError(
      failure("bad_request", "The command is empty.", {
        advice: "Name what runs a command on the target, for example: docker exec -i web",
      }),
    );
  }
  try {
    return await ProcessTransport.spawn(
      { file, args: [...first, python, ...args], terminal: interactive ?? false },
      explainCommandExit,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("no_transport", `The command ${file} cannot be started on this machine.`, {
        advice: "Check the spelling of the command, and that its program is installed here.",
        lines: [reason],
      }),
    );
  }
}

/** A sudo or doas in the command that wants to ask, where nobody could answer. */
function explainCommandExit(_exit: Exit, lines: string[]): Failure | null {
  const asks =
    /^(sudo|doas): .*(?:a (?:terminal|password) is required|a tty is required|Authentication required|Authorization required)/i;
  for (const line of lines) {
    const [, program] = asks.exec(line) ?? [];
    if (program === undefined) continue;
    return failure("become_refused", `The command's ${program} asks for a password.`, {
      advice: `A command cannot be answered. Let ${program} run without a password, or reach the host by ssh and set the user to become.`,
      lines: lines.slice(-10),
    });
  }
  return null;
}
