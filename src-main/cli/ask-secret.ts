import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { FailureError, failure } from "../../src-shared/failure";
import { printable } from "./print";

/** Whether somebody is there to be asked. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/**
 * Asks for a secret on the terminal, which does not show what is typed.
 * @throws FailureError `cancelled` at Ctrl+C, at Ctrl+D and where the signal aborts
 */
export async function askSecret(name: string, of: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(printable(`Secret ${name} of ${of} (not shown): `, process.stderr));
  // Its editing keys work, and what they show goes nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  try {
    return await new Promise((resolve, reject) => {
      const stop = () => reject(notGiven(name));
      lines.once("line", resolve).once("SIGINT", stop).once("close", stop);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function notGiven(name: string): FailureError {
  return new FailureError(failure("cancelled", `The secret ${name} was not given.`));
}
