import { randomInt } from "node:crypto";
import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";

/** The agent as the build made it (scripts/build-agent.mjs). */
export interface Agent {
  /** What a python is given by `-c`; resources/agent/stage0.py says what it does. */
  stage0: string;
  /** The compressed agent, which stage 0 reads from stdin. */
  payload: Buffer;
  /** What runs a program that asks on a terminal (resources/agent/become.py), compressed, in base64. */
  terminalHelper: string;
}

/** Pythons to try, in this order, where the host names none. */
export const PYTHONS = ["python3", "/usr/libexec/platform-python", "python"] as const;

/** Names of variables that every shell and program can have. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Exit status of stage 0 in a python that is too old (resources/agent/stage0.py). */
const TOO_OLD_STATUS = 86;

export interface Bootstrap {
  /** Arguments for a python: `-c`, stage 0 and what it reads. */
  args: string[];
  /** What stage 0 writes before anything else of ours: a line of its own. */
  marker: string;
  /** What the hello has to repeat: our own bytes never hold it in this form. */
  nonce: string;
  /** Bytes for stdin, sent without waiting for anything. */
  input: Buffer;
}

/**
 * What it takes to start an agent once.
 * @param compress whether the agent compresses what it sends: not on this machine
 * @param environment variables that the agent and what it starts have: no shell sees them,
 *   nor does a list of processes
 * @throws FailureError `bad_request` for a variable that no process can have
 */
export function bootstrapPacker(
  { stage0, payload }: Pick<Agent, "stage0" | "payload">,
  compress: boolean,
  environment: Readonly<Record<string, string>> = {},
): Bootstrap {
  const nonce = randomInt(2 ** 44, 2 ** 47);
  const variables = packVariables(environment);
  const input = variables.length === 0 ? payload : Buffer.concat([payload, variables]);
  const args = ["-c", stage0, String(input.length), String(nonce), compress ? "1" : "0"];
  if (variables.length > 0) args.push(String(variables.length));
  return { args, marker: `0x${nonce.toString(16)}`, nonce: nonce.toString(16), input };
}

/** `NAME=VALUE` for each variable, a zero byte between any two. */
function packVariables(environment: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(environment);
  for (const [name, value] of entries) {
    if (VARIABLE.test(name) && !value.includes("\0") && value.isWellFormed()) continue;
    throw new FailureError(
      failure("bad_request", `The variable ${printableLine(name, 100)} cannot be set.`, {
        advice:
          "A name has letters, digits and underscores and begins with none of the digits; a value is any text without a zero byte.",
      }),
    );
  }
  return Buffer.from(entries.map(([name, value]) => `${name}=${value}`).join("\0"));
}

/**
 * The one command line for a remote login shell that runs the first python that
 * there is and that is not too old. However that one ends, no other is started.
 * @param python the host's own choice: only that is tried
 * @throws FailureError `bad_request` for a path that cannot be quoted for every shell
 */
export function shellCommand(bootstrap: Pick<Bootstrap, "args">, python: string | null): string {
  const [option, stage0, ...numbers] = bootstrap.args;
  if (python !== null) {
    const word = shellWord(python);
    if (word === null) throw notForShells(python);
    return `exec ${word} ${option} '${stage0}' ${numbers.join(" ")}`;
  }
  const script = [
    `for p in ${PYTHONS.join(" ")}`,
    "do command -v $p >/dev/null 2>&1 || continue",
    `$p ${option} "${stage0}" ${numbers.join(" ")}`,
    "s=$?",
    `test $s = ${TOO_OLD_STATUS} || exit $s`,
    "done",
    "exit 127",
  ];
  // A login shell of any kind sees one pair of single quotes, and sh one of double quotes.
  return `exec sh -c '${script.join("; ")}'`;
}

/** A word for any login shell; null for a quote or a newline in it, which have no form that they all read alike. */
export function shellWord(word: string): string | null {
  if (/^[\w./+-]+$/.test(word)) return word;
  return /['\n!\\]/.test(word) ? null : `'${word}'`;
}

function notForShells(path: string): FailureError {
  return new FailureError(
    failure("bad_request", `"${path}" cannot be the path of a Python.`, {
      advice: "No login shell takes quotes, exclamation marks, backslashes or line ends there.",
    }),
  );
}
