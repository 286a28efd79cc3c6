import { type Failure, failure } from "../../src-shared/failure";
import type { Hop, SshProgress } from "./ssh-progress";
import { type SshReason, type SshSubject, sshRules } from "./ssh-rules";
import type { Exit } from "./transport";

/** Lines of ssh's own words that a failure shows. */
const EVIDENCE = 10;

/** The failure behind an exit of ssh that came before an agent answered; null where it says nothing. */
export function explainSshExit(
  name: string,
  progress: SshProgress,
  exit: Exit,
  lines: string[],
): Failure | null {
  const shown = lines.slice(-EVIDENCE);
  // 255 is ssh's own; any other status is the remote command's.
  if (exit.code !== 255) return progress.isForced ? forced(name, progress, exit, shown) : null;
  const { hop } = progress;
  const jump = hop.name;
  const reason = reasonOf(subjectOf(jump ?? name, hop, progress), lines);
  if (reason === null) {
    return failure(
      jump === null ? "host_unreachable" : "jump_failed",
      jump === null
        ? `The connection to ${name} could not be made.`
        : `${name} cannot be reached: the connection to its jump host ${jump} could not be made.`,
      { advice: "ssh's own words are below.", lines: shown },
    );
  }
  const { code, message, advice } = reason;
  // The line of known_hosts stands in the middle of a long warning.
  const evidence = code === "host_key_changed" ? lines : shown;
  if (jump === null || code === "bad_request" || code.startsWith("host_key_")) {
    return failure(code, message, { advice, lines: evidence });
  }
  return failure("jump_failed", `${name} cannot be reached through ${jump}. ${message}`, {
    advice,
    lines: evidence,
  });
}

/**
 * What it means that a target has said nothing for so many milliseconds; null where ssh was through to it.
 */
export function explainSshSilence(
  name: string,
  progress: SshProgress,
  milliseconds: number,
  lines: string[],
): Failure | null {
  if (progress.target.isAuthenticated) return null;
  const seconds = `${milliseconds / 1000} s`;
  const { hop } = progress;
  const who = hop.name ?? name;
  const place = hop.place === null ? "" : ` at ${hop.place}`;
  const [message, advice] = hop.isConnected
    ? [
        `${who} takes the connection${place}, but did not go on within ${seconds}.`,
        "Check that an SSH server runs at this port, and that the machine is not overloaded.",
      ]
    : [
        `${who} does not answer${place} (tried for ${seconds}).`,
        "Check that the machine is up, and that no firewall is in between.",
      ];
  if (hop.name === null) {
    return failure("connect_timeout", message, { advice, lines: lines.slice(-EVIDENCE) });
  }
  return failure("jump_failed", `${name} cannot be reached through ${who}. ${message}`, {
    advice,
    lines: lines.slice(-EVIDENCE),
  });
}

function reasonOf(subject: SshSubject, lines: string[]): SshReason | null {
  const text = lines.join("\n");
  for (const { pattern, reason } of sshRules) {
    const match = pattern.exec(text);
    if (match !== null) return reason(subject, match);
  }
  return null;
}

/** Behind a jump host that let us in, it is that one's word that the target cannot be reached. */
function subjectOf(name: string, hop: Hop, { hops }: SshProgress): SshSubject {
  const next = hops[hops.indexOf(hop) + 1];
  return { name, hop, via: next?.isAuthenticated ? next.name : null };
}

function forced(
  name: string,
  { target }: SshProgress,
  exit: Exit,
  lines: string[],
): Failure | null {
  // A command of its own may well run ours, and that may fail by itself.
  if (exit.code === 126 || exit.code === 127) return null;
  const who = target.user === null ? "this key" : `the key of ${target.user}`;
  return failure("login_refused", `${name} runs a command of its own for ${who}, and not ours.`, {
    advice: "Use a key that has no command= in authorized_keys on the target, or another user.",
    lines,
  });
}
