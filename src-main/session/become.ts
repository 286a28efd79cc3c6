import { randomBytes } from "node:crypto";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Become } from "../../src-shared/host";
import { type Agent, type Bootstrap, shellCommand, shellWord } from "../protocol/bootstrap";
import { needsTerminal } from "./become-failure";

/** How the agent of one start comes to run as another user. */
export interface Becoming {
  become: Become;
  /** What tells prompts of this start from whatever else a target writes. */
  token: string;
  /** Whether the program that changes the user gets a terminal to ask on. */
  hasTerminal: boolean;
}

/**
 * @param hasTerminal for a sudo that insists on a terminal; doas and su always get one
 * @throws FailureError `bad_request` for a user who cannot be named on a command line
 */
export function becoming(become: Become, hasTerminal = false): Becoming {
  if (shellWord(become.user) === null || /^-|\p{Cc}/u.test(become.user)) {
    throw new FailureError(
      failure("bad_request", `"${become.user}" cannot be the name of a user.`, {
        advice: "Correct the user to become in the settings of this host.",
      }),
    );
  }
  const token = randomBytes(8).toString("hex");
  return { become, token, hasTerminal: hasTerminal || become.method !== "sudo" };
}

/**
 * Makes an attempt as the user to become, and another one with a terminal where sudo insists on it.
 * @throws what the attempt throws
 */
export async function asUser<T>(
  become: Become | null | undefined,
  attempt: (becoming: Becoming | null) => Promise<T>,
): Promise<T> {
  if (!become) return await attempt(null);
  try {
    return await attempt(becoming(become));
  } catch (error) {
    if (become.method !== "sudo" || !needsTerminal(toFailure(error))) throw error;
    return await attempt(becoming(become, true));
  }
}

/**
 * The command line for a login shell that runs another one as another user. What is run reads the
 * same stdin as the program that asks for a password, so it may be sent nothing before it has said
 * that it runs. Home and name are those of the user who is become. No login shell of theirs is run.
 * @param command begins with `exec`, and reads the same in every login shell
 * @param python the host's own choice, for the program that gives a terminal
 */
export function becomeCommand(
  { become, token, hasTerminal }: Becoming,
  command: string,
  { terminalHelper }: Pick<Agent, "terminalHelper">,
  { nonce }: Pick<Bootstrap, "nonce">,
  python: string | null,
): string {
  const { method, user } = become;
  const inner = command.replace(/^exec /, "");
  if (!hasTerminal) {
    // Two percent signs come out as one, so that a shell that echoes its command line writes no prompt.
    return `exec sudo -S -H -p 'rmote%%${token}%%%p%%' -u ${shellWord(user)} -- ${inner}`;
  }
  // Says that nothing more is asked, then runs the rest.
  const told = `exec sh -c 'echo ${token} >/dev/tty; exec "$0" "$@"' ${inner}`;
  const argv = {
    sudo: ["sudo", "-H", "-u", user, "--", "sh", "-c", told],
    doas: ["doas", "-u", user, "--", "sh", "-c", told],
    // Its stdin has to be the terminal, so what the agent is to have comes as descriptors 3 to 5.
    su: [
      "su",
      user,
      "-c",
      `exec sh -c 'echo ${token}; exec 0<&3 1>&4 2>&5 3<&- 4>&- 5>&-; exec "$0" "$@"' ${inner}`,
    ],
  }[method];
  const args = [
    "-c",
    HELPER_START,
    String(Number.parseInt(nonce, 16)),
    token,
    method === "su" ? "terminal" : "pipes",
    Buffer.from(argv.join("\0")).toString("base64"),
    terminalHelper,
  ];
  return shellCommand({ args }, python);
}

/**
 * Inflates and executes its last argument. On a Python that is too old it exits as stage 0 does, and says the
 * version behind the marker in one line, which is no marker: another Python may be about to ask. Like
 * stage 0 it has nothing that a login shell reads.
 */
const HELPER_START = [
  "import os,sys",
  "sys.path[:sys.path[0]==str()]=[]",
  "sys.version_info<(3,6) and sys.exit(os.write(1,(hex(int(sys.argv[1]))+chr(58)+hex(sys.hexversion)+chr(10)).encode()) and 86)",
  "import binascii,zlib",
  "exec(zlib.decompress(binascii.a2b_base64(sys.argv[5])))",
].join(";");

/**
 * The users whose passwords are asked for in what a target wrote, a user for each prompt of this start.
 * Anything may stand around a prompt: sudo-rs writes `[sudo: PROMPT] Password:`, `ssh -v` goes on in the same line.
 */
export function promptedUsers({ become, token }: Becoming, lines: string[]): string[] {
  const prompts = lines.join("\n").matchAll(new RegExp(`rmote%${token}%([^%\\n]*)%`, "g"));
  // The helper cannot know: su asks for the password of the user who is become.
  return [...prompts].map(([, user]) => (become.method === "su" ? become.user : (user ?? "")));
}

/** The lines of a target without the prompts of this start, which are our own. */
export function withoutPrompts({ token }: Becoming, lines: string[]): string[] {
  const prompt = new RegExp(`(\\[sudo: )?rmote%${token}%[^%]*%(\\] [^:]*:|debug\\d: .*)?`, "g");
  return lines.map((line) => line.replace(prompt, "").trim()).filter((line) => line !== "");
}
