import type { Question, QuestionBody } from "../../src-shared/question";

/** What a host wants, to be put behind its name: `web1 asks for a password`. */
export function askWords(body: QuestionBody): string {
  switch (body.kind) {
    case "host_key":
      return "asks whether to trust its host key";
    case "secret":
      return {
        password: "asks for a password",
        passphrase: "needs the passphrase of a key",
        pin: "needs the PIN of a security key",
        become: "asks for the password to change the user",
        argument: "needs a secret for a call",
      }[body.purpose];
    case "prompts":
      return "asks questions of its own";
    case "notice":
      return "waits for your security key";
  }
}

/** What the dialog is called. */
export function questionTitle(body: QuestionBody, hostName: string): string {
  switch (body.kind) {
    case "host_key":
      return `Is this ${hostName}?`;
    case "secret":
      return {
        password: `Password of ${body.subject}`,
        passphrase: "Passphrase of a key",
        pin: "PIN of a security key",
        become: `Password of ${body.subject}`,
        argument: `Secret ${body.subject}`,
      }[body.purpose];
    case "prompts":
      return `${hostName} asks`;
    case "notice":
      return "Your security key";
  }
}

/** What is to be known before one answers. */
export function questionDescription(body: QuestionBody, hostName: string): string {
  switch (body.kind) {
    case "host_key":
      return `No key of ${body.address} is known here yet, so nothing shows that it is the right machine. Compare the fingerprint with the one that its owner gave you.`;
    case "secret":
      return {
        password: `To log in to ${hostName}.`,
        passphrase: `The key ${body.subject} is encrypted. It is unlocked to log in to ${hostName}.`,
        pin: `${body.subject}, to log in to ${hostName}.`,
        become: `${hostName} asks for it before it lets you work as another user.`,
        argument: "It is sent with the call. Files and logs have its name alone.",
      }[body.purpose];
    case "prompts":
      return `To log in as ${body.subject}. What stands here below is what the server wrote, not this app.`;
    case "notice":
      return `To log in to ${hostName}.`;
  }
}

/** What a secret that was given before came to; empty at the first attempt. */
export function refusedWords(body: QuestionBody): string {
  if (body.kind !== "secret" || body.attempt <= 1) return "";
  const what = {
    password: "password",
    passphrase: "passphrase",
    pin: "PIN",
    become: "password",
    argument: "secret",
  }[body.purpose];
  return body.attempt === 2
    ? `The ${what} was refused. Try again.`
    : `The ${what} was refused ${body.attempt - 1} times. Try again.`;
}

/** On the one field for a secret. */
export function secretLabel(body: QuestionBody): string {
  if (body.kind !== "secret") return "";
  return {
    password: "Password",
    passphrase: "Passphrase",
    pin: "PIN",
    become: "Password",
    argument: "Secret",
  }[body.purpose];
}

/** Of questions that are not shown: `web2 asks for a password`, `3 hosts wait for an answer`. */
export function waitingWords(
  questions: readonly Question[],
  nameOf: (hostId: string) => string,
): string {
  const [first] = questions;
  if (first === undefined) return "";
  const hosts = new Set(questions.map(({ hostId }) => hostId));
  if (hosts.size === 1) return `${nameOf(first.hostId)} ${askWords(first.body)}`;
  return `${hosts.size} hosts wait for an answer`;
}
