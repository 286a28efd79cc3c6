import { type Failure, failure } from "../../src-shared/failure";
import { PYTHONS } from "../protocol/bootstrap";
import type { Exit } from "../transport/transport";

/** What nologin (shadow, util-linux, BSD), sshd, PAM and services that only know files say. */
const REFUSALS =
  /account is (?:currently |)not available|account has expired|password has expired|required to change your password|password change required|not allowed at this time|allows sftp connections only|does not provide shell access|shell access is (?:disabled|not)|restricted to|rsync only|^(?:The )?System is (?:going|booting)/i;

export interface Ending {
  /** Null where the transport lives on although its stdout has ended. */
  exit: Exit | null;
  /** What came on stdout before the boundary. */
  noise: string[];
  /** The last lines of stderr. */
  stderr: string[];
  /** What stage 0 writes when a python has started it. */
  marker: string;
  /** The host's own choice of a python; null where the usual ones were tried. */
  python: string | null;
}

/** Why no agent answered, where the transport itself was fine. */
export function explainStart({ exit, noise, stderr, marker, python }: Ending): Failure {
  const lines = [...noise.filter((line) => line !== marker), ...stderr].slice(-10);
  const old = oldVersion(noise, marker);
  if (old !== null) {
    return failure("python_too_old", `The target's Python is ${old}.`, {
      advice: "The agent needs Python 3.6 or newer. Install one, or name its path for this host.",
      lines,
    });
  }
  if (noise.includes(marker)) {
    return failure("agent_crashed", "The agent was started on the target and ended at once.", {
      advice: "Its last words are below. This is a defect in Rmote Desktop: please report them.",
      lines,
    });
  }
  if (exit?.code === 127 || exit?.code === 126 || saysNotFound(stderr, python)) {
    const what = python === null ? "Python" : `Python at ${python}`;
    return failure("no_python", `There is no ${what} on the target.`, {
      advice: "Install Python 3.6 or newer there, or name the path of one for this host.",
      lines,
    });
  }
  const refusal = [...noise, ...stderr].find((line) => REFUSALS.test(line));
  if (refusal !== undefined) {
    return failure("login_refused", `The account on the target runs no commands: ${refusal}`, {
      advice: "Use another user, or have the account's login shell or its expiry changed there.",
      lines,
    });
  }
  return failure("not_an_agent", `The connection ended before an agent answered (${how(exit)}).`, {
    advice: "Look at what the target does when it is given a command, its login shell for example.",
    lines,
  });
}

function how(exit: Exit | null): string {
  if (exit === null) return "output closed";
  return exit.signal === null ? `exit status ${exit.code}` : `signal ${exit.signal}`;
}

/** Whether a line names the Python as missing: sudo and kubectl end with a status of their own. */
function saysNotFound(stderr: string[], python: string | null): boolean {
  const names = python === null ? PYTHONS : [python];
  return stderr.some(
    (line) =>
      /command not found|executable file .*not found/.test(line) &&
      names.some((name) => line.includes(name)),
  );
}

/** What a Python that is too old says behind its marker, or behind a colon (become.ts): its sys.hexversion. */
function oldVersion(noise: string[], marker: string): string | null {
  const at = noise.lastIndexOf(marker);
  const said =
    at === -1
      ? noise.find((line) => line.startsWith(`${marker}:`))?.slice(marker.length + 1)
      : noise[at + 1];
  const version = /^0x([0-9a-f]+)([0-9a-f]{2})([0-9a-f]{2})[0-9a-f]{2}$/.exec(said ?? "");
  if (version === null) return null;
  return version
    .slice(1)
    .map((part) => Number.parseInt(part, 16))
    .join(".");
}
