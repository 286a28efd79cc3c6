import { FailureError, failure } from "../../src-shared/failure";
import { ProcessTransport } from "./process-transport";
import type { Transport } from "./transport";

/**
 * A python on this machine, started without a shell.
 * @param pythons tried in this order; the first that can be started is taken
 * @param args what follows the python's name
 * @throws FailureError `no_python` when none can be started
 */
export async function spawnLocal(pythons: readonly string[], args: string[]): Promise<Transport> {
  const reasons: string[] = [];
  for (const file of pythons) {
    try {
      return await ProcessTransport.spawn({ file, args }, () => null);
    } catch (error) {
      reasons.push(`${file}: ${startFailure(error)}`);
    }
  }
  throw new FailureError(
    failure("no_python", `There is no Python on this machine (tried ${pythons.join(", ")}).`, {
      advice: "Install Python 3.6 or newer, for example with: sudo apt install python3",
      lines: reasons,
    }),
  );
}

/**
 * A command line on this machine, for what has to go through a shell.
 * @throws FailureError `no_transport` when there is no shell
 */
export async function spawnLocalShell(command: string): Promise<Transport> {
  try {
    return await ProcessTransport.spawn({ file: "sh", args: ["-c", command] }, () => null);
  } catch (error) {
    throw new FailureError(
      failure("no_transport", "There is no shell (sh) on this machine to run it.", {
        advice:
          "sudo, doas and su need a Unix. Leave the user to become out of this host's settings.",
        lines: [startFailure(error)],
      }),
    );
  }
}

function startFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "not found";
  if (code === "EACCES") return "may not be executed";
  return error instanceof Error ? error.message : String(error);
}
