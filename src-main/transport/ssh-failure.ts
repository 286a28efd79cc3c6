import { type Failure, type FailureCode, failure } from "../../src-shared/failure";
import type { SshTarget } from "./ssh";
import type { Exit } from "./transport";

/** Lines of ssh's own words that a failure shows. */
const EVIDENCE = 10;

interface Rule {
  pattern: RegExp;
  code: FailureCode;
  message: (name: string, match: RegExpExecArray) => string;
  advice: string;
}

/**
 * What OpenSSH's own messages mean, the first that fits. Texts as in OpenSSH 8
 * to 10 (ssh.c, sshconnect.c, sshconnect2.c, readconf.c).
 */
const rules: Rule[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: "host_key_changed",
    message: (name) => `The host key of ${name} is not the one that is known for it.`,
    advice:
      "Someone may be listening in, or the machine was set up anew. Find out which, then remove the line of known_hosts that is named below.",
  },
  {
    pattern: /No \S+ host key is known for|Host key verification failed/,
    code: "host_key_unknown",
    message: (name) => `The host key of ${name} is not known yet.`,
    advice:
      "Connect once in a terminal with ssh, compare the fingerprint that it shows with the machine's own, and accept it there.",
  },
  {
    pattern: /Could not resolve hostname (\S+?):/,
    code: "host_not_found",
    message: (_, match) => `There is no host named ${match[1]}.`,
    advice: "Check the spelling, and that the name can be looked up from here.",
  },
  {
    pattern: /Permission denied \(([^)]*)\)/,
    code: "auth_refused",
    message: (name, match) => `${name} refused the login (it accepts ${match[1]}).`,
    advice: "Check the user, and that the key is loaded in the agent or named by IdentityFile.",
  },
  {
    pattern: /Too many authentication failures/,
    code: "auth_refused",
    message: (name) => `${name} refused the login after too many keys.`,
    advice: "Name the right key with IdentityFile and IdentitiesOnly yes.",
  },
  {
    pattern: /Connection refused/,
    code: "connection_refused",
    message: (name) => `${name} is there, but refuses connections.`,
    advice: "Check the port, and that an SSH server runs there.",
  },
  {
    pattern: /(Connection|Operation) timed out/,
    code: "connect_timeout",
    message: (name) => `${name} does not answer.`,
    advice: "Check that the machine is up, and that no firewall is in between.",
  },
  {
    pattern: /No route to host|Network is unreachable|Host is down/,
    code: "host_unreachable",
    message: (name) => `${name} cannot be reached from here.`,
    advice: "Check this machine's network, and whether a VPN is needed.",
  },
  {
    pattern: /Bad configuration option|bad configuration options|Bad owner or permissions/,
    code: "bad_request",
    message: () => "ssh does not accept its configuration.",
    advice: "Mend the line that is named below.",
  },
];

/** The failure behind an exit of ssh that came before an agent answered; null where it says nothing. */
export function explainSshExit(target: SshTarget, exit: Exit, lines: string[]): Failure | null {
  const text = lines.join("\n");
  const name = target.user ? `${target.user}@${target.host}` : target.host;
  // 255 is ssh's own; any other status is the remote command's.
  if (exit.code === 255) {
    for (const { pattern, code, message, advice } of rules) {
      const match = pattern.exec(text);
      if (match === null) continue;
      // The line of known_hosts stands in the middle of a long warning.
      const shown = code === "host_key_changed" ? lines : lines.slice(-EVIDENCE);
      return failure(code, message(name, match), { advice, lines: shown });
    }
    return failure("host_unreachable", `The connection to ${name} could not be made.`, {
      advice: "ssh's own words are below.",
      lines: lines.slice(-EVIDENCE),
    });
  }
  return null;
}
