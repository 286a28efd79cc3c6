import type { QuestionBody } from "../../src-shared/question";

/** What is known of the ssh that asks, beside its prompt. */
export interface AskContext {
  /** The method of authentication that ssh tries now, as it names it; null before the first. */
  method: string | null;
  /** Who the login is for, `user@host`; empty where that is not known yet. */
  login: string;
  /** What ssh has said since it began this method: name and instruction of the server. */
  instruction: string;
}

/**
 * The question behind a prompt of OpenSSH 8.4 to 10 (sshconnect.c, sshconnect2.c, ssh-pkcs11.c,
 * readpass.c). What a server words itself stands behind `(user@host) ` since 8.5; before that it is
 * told by the method. It never becomes anything but `prompts`, whatever it says.
 */
export function questionOf(prompt: string, hint: string, context: AskContext): QuestionBody {
  if (hint === "none") return { kind: "notice", text: noticeText(prompt) };
  const worded = /^\(([^()\s]+@[^()\s]+)\) ([\s\S]*)$/.exec(prompt);
  if (worded !== null) return prompts(worded[1] ?? "", worded[2] ?? "", context.instruction);
  if (context.method === "keyboard-interactive") {
    return prompts(context.login, prompt, context.instruction);
  }
  if (hint === "confirm") {
    return {
      kind: "prompts",
      subject: context.login,
      instruction: "",
      prompts: [{ text: `${prompt.trimEnd()} (yes/no) `, echo: true }],
    };
  }
  return hostKey(prompt) ?? secret(prompt) ?? prompts(context.login, prompt, "");
}

function prompts(subject: string, text: string, instruction: string): QuestionBody {
  // Askpass is not told whether what is typed may be seen.
  return { kind: "prompts", subject, instruction, prompts: [{ text, echo: false }] };
}

function hostKey(prompt: string): QuestionBody | null {
  const match =
    /^The authenticity of host '(\S+) \((.*)\)' can't be established(?:\.|\nbut keys of different type are already known for this host\.)\n(\S+) key fingerprint is (\S+)\.\n([\s\S]*)Are you sure you want to continue connecting \(yes\/no(?:\/\[fingerprint\])?\)\? $/.exec(
      prompt,
    );
  if (match === null) return null;
  const [, host = "", ip = "", keyType = "", fingerprint = "", more = ""] = match;
  const isPlain = ip === host || ip.startsWith("<");
  return {
    kind: "host_key",
    address: isPlain ? host : `${host} (${ip})`,
    keyType,
    fingerprint,
    // `    ~/.ssh/known_hosts:3: web1,10.0.0.1`, behind a heading.
    knownAs: [...more.matchAll(/^ {4}(.+)$/gm)].map(([, name = ""]) => name),
  };
}

function secret(prompt: string): QuestionBody | null {
  const subject = (pattern: RegExp) => pattern.exec(prompt)?.[1];
  const password = subject(/^([^()\n]+@[^()\s]+)'s password: $/);
  if (password !== undefined) return secretOf("password", password);
  const passphrase = subject(/^Enter passphrase for key '([^\n]*)': $/);
  if (passphrase !== undefined) return secretOf("passphrase", passphrase);
  const pin = subject(/^Enter PIN (?:and confirm user presence )?for '?([^\n]*?)'?: $/);
  return pin === undefined ? null : secretOf("pin", pin);
}

function secretOf(purpose: "password" | "passphrase" | "pin", subject: string): QuestionBody {
  return { kind: "secret", purpose, subject, attempt: 1 };
}

function noticeText(prompt: string): string {
  const key = /^Confirm user presence for key (.*)$/s.exec(prompt)?.[1];
  return key === undefined ? prompt : `Touch the security key (${key}).`;
}
