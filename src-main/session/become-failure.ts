import { type Failure, failure } from "../../src-shared/failure";
import type { Become } from "../../src-shared/host";
import type { Exit } from "../transport/transport";

/** What is known of an attempt to become another user, when no agent answered. */
export interface BecomeEnd {
  become: Become;
  /** What sentences call the target. */
  host: string;
  /** The last lines of stderr, without our prompts. */
  lines: string[];
  exit: Exit | null;
  /** How often a password was asked for. */
  attempts: number;
}

/** Why the user could not be changed. */
export interface Refusal {
  failure: Failure;
  /** Whether it was the password. */
  isPassword: boolean;
}

interface Rule {
  pattern: RegExp;
  isPassword?: true;
  message: (end: BecomeEnd, match: RegExpExecArray) => string;
  advice: (end: BecomeEnd) => string;
}

const TERMINAL =
  /you must have a tty to run sudo|a terminal is required to read the password|requires? a (tty|terminal)/i;

/**
 * What the programs' own messages mean, the first that fits. Texts as in sudo 1.8 to 1.9 and sudo-rs,
 * OpenDoas 6.8, and the su of util-linux, shadow, BusyBox and FreeBSD, in English; what they
 * say in other languages is read by the exit status alone.
 */
const rules: Rule[] = [
  {
    pattern:
      /(?:^|[\s:])(sudo|doas|su): (?:command )?not found|(?:command not found|Unknown command): '?(sudo|doas|su)\b|(?:^|[\s/])(sudo|doas|su): No such file/i,
    message: ({ become, host }) => `There is no ${become.method} on ${host}.`,
    advice: ({ become }) =>
      `Install ${become.method} there, or choose another way to become ${become.user} in the settings of this host.`,
  },
  {
    pattern: /is not in the sudoers file/,
    message: ({ become, host }) => `sudo on ${host} does not know this user (${become.user}).`,
    advice: () => "Let its administrator add the user to sudoers, or log in as another user.",
  },
  {
    pattern:
      /is not allowed to execute|may not run sudo|doas is not enabled|I'm sorry .*I'm afraid I can't do that|Operation not permitted|Sorry, user .* (?:is not|may not)/i,
    message: ({ become, host }) =>
      `${become.method} on ${host} does not let this user become ${become.user}.`,
    advice: ({ become }) =>
      become.method === "doas"
        ? "Let its administrator permit it in doas.conf, or log in as another user."
        : "Let its administrator permit it in sudoers; naming the path of the Python helps where only that is permitted.",
  },
  {
    pattern:
      /unknown user|unknown uid|user .* (?:does not exist|not found)|no passwd entry for|No such user|unknown login|user \S+ not found/i,
    message: ({ become, host }) => `There is no user ${become.user} on ${host}.`,
    advice: () => "Correct the user to become in the settings of this host.",
  },
  {
    pattern: /account is currently not available|account has expired|account is locked|nologin/i,
    message: ({ become, host }) => `${become.user} may not log in on ${host}.`,
    advice: () => "su needs a user who has a login shell: become this user by sudo or doas.",
  },
  {
    pattern: TERMINAL,
    message: ({ become, host }) => `${become.method} on ${host} insists on a terminal.`,
    advice: () => "Let its administrator take requiretty out of sudoers for this user.",
  },
  {
    pattern:
      /incorrect (?:password|authentication) attempt|Authentication (?:failure|failed)|^su: (?:Permission denied|incorrect password|Sorry)|Incorrect authentication/i,
    isPassword: true,
    message: wrongPassword,
    advice: ({ become }) => whosePassword(become),
  },
  {
    // csh, which closes the descriptors that the agent is to have.
    pattern: /using restricted shell (\S*csh)/,
    message: ({ become, host }, match) =>
      `su on ${host} runs ${match[1]} for ${become.user}, which does not start the agent.`,
    advice: () =>
      "Let its administrator add this shell to /etc/shells, so that su takes another one; or become this user by sudo or doas.",
  },
];

function wrongPassword({ become, host }: BecomeEnd): string {
  return `${become.method} on ${host} did not accept the password (to become ${become.user}).`;
}

function whosePassword({ method, user }: Become): string {
  return method === "su"
    ? `su asks for the password of ${user}. Connect again and type that one.`
    : `${method} asks for the password of the user who logs in, not for that of ${user}. Connect again and type that one.`;
}

/** Why the user could not be changed; null where the lines and the exit say nothing of that. */
export function explainBecome(end: BecomeEnd): Refusal | null {
  const { become, host, lines, exit, attempts } = end;
  const refusal = (message: string, advice: string, isPassword = false): Refusal => ({
    failure: failure("become_refused", message, { advice, lines: lines.slice(-10) }),
    isPassword,
  });
  for (const { pattern, message, advice, isPassword } of rules) {
    for (const line of lines) {
      const match = pattern.exec(line);
      if (match !== null) return refusal(message(end, match), advice(end), isPassword);
    }
  }
  // All three end with 1 where they refuse, whatever their language.
  if (exit?.code !== 1 || lines.some((line) => /not found|No such file/i.test(line))) return null;
  if (attempts > 0) return refusal(wrongPassword(end), whosePassword(become), true);
  if (!lines.some((line) => line.startsWith(`${become.method}:`))) return null;
  const message = `${become.method} on ${host} did not become ${become.user}.`;
  return refusal(message, "Its own words are below.");
}

/** Whether a refusal was about a terminal alone, so that it is worth trying with one. */
export function needsTerminal({ code, lines }: Failure): boolean {
  return code === "become_refused" && lines.some((line) => TERMINAL.test(line));
}
