import { randomInt } from "node:crypto";
import { FailureError, failure } from "../../src-shared/failure";

/** The agent as the build made it (scripts/build-agent.mjs). */
export interface Agent {
  /** What a python is given by `-c`; resources/agent/stage0.py says what it does. */
  stage0: string;
  /** The compressed agent, which stage 0 reads from stdin. */
  payload: Buffer;
}

/** Pythons to try, in this order, where the host names none. */
export const PYTHONS = ["python3", "/usr/libexec/platform-python", "python"] as const;

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
 */
export function bootstrapPacker({ stage0, payload }: Agent, compress: boolean): Bootstrap {
  const nonce = randomInt(2 ** 44, 2 ** 47);
  return {
    args: ["-c", stage0, String(payload.length), String(nonce), compress ? "1" : "0"],
    marker: `0x${nonce.toString(16)}`,
    nonce: nonce.toString(16),
    input: payload,
  };
}

/**
 * The one command line for a remote login shell that runs the first python that
 * there is and that is not too old. However that one ends, no other is started.
 * @param python the host's own choice: only that is tried
 * @throws FailureError `bad_request` for a path that cannot be quoted for every shell
 */
export function shellCommand(bootstrap: Bootstrap, python: string | null): string {
  const [option, stage0, ...numbers] = bootstrap.args;
  if (python !== null) {
    return `exec ${quotePath(python)} ${option} '${stage0}' ${numbers.join(" ")}`;
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

/** A path for any login shell. A quote or a newline in it has no form that they all read alike. */
function quotePath(path: string): string {
  if (/^[\w./+-]+$/.test(path)) return path;
  if (/['\n!\\]/.test(path)) {
    throw new FailureError(
      failure("bad_request", `"${path}" cannot be the path of a Python.`, {
        advice: "No login shell takes quotes, exclamation marks, backslashes or line ends there.",
      }),
    );
  }
  return `'${path}'`;
}
