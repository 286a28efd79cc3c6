import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import type { Answer, QuestionBody } from "../../src-shared/question";
import { bootstrapPacker, shellCommand } from "../protocol/bootstrap";
import { QuestionService } from "../questions/question-service";
import { MemoryStore } from "../questions/secret-store";
import { agent } from "../testing/agent";
import { type Becoming, becomeCommand, becoming } from "./become";
import { BecomeDialogue } from "./become-dialogue";
import { explainBecome } from "./become-failure";

function dialogue(start: Becoming, answers: Answer[] = []) {
  const asked: QuestionBody[] = [];
  const written: string[] = [];
  const made = new BecomeDialogue(start, {
    host: "web1",
    ask: (body) => {
      asked.push(body);
      return Promise.resolve(answers.shift() ?? { kind: "cancel" });
    },
    write: (data) => written.push(data.toString()),
  });
  const turn = () => new Promise(setImmediate);
  return { made, asked, written, turn };
}

const text = (value: string): Answer => ({ kind: "text", values: [value], remember: false });
const root = { method: "sudo", user: "root" } as const;

describe("BecomeDialogue", () => {
  it("answers each prompt once, whatever else is written", async () => {
    const start = becoming(root);
    const prompt = `rmote%${start.token}%deploy%`;
    const { made, asked, written, turn } = dialogue(start, [text("a"), text("b")]);
    for (const lines of [
      ["motd"],
      ["motd", prompt.slice(0, -1)],
      ["motd", prompt],
      // The end of the line, which leaves no line behind.
      ["motd", prompt],
      ["motd", `${prompt}Sorry, try`],
      ["motd", `${prompt}Sorry, try again.`],
      [`${prompt}Sorry, try again.`, prompt],
    ]) {
      made.onStderr(lines);
      await turn();
    }
    expect(asked.map((body) => body.kind === "secret" && [body.subject, body.attempt])).toEqual([
      ["deploy@web1", 1],
      ["deploy@web1", 2],
    ]);
    expect(written).toEqual(["a\n", "b\n"]);
    expect(made.shown([`${prompt}Sorry, try again.`, prompt])).toEqual(["Sorry, try again."]);
  });

  it("knows the prompt that sudo-rs makes of ours", async () => {
    const start = becoming(root);
    const { made, asked, turn } = dialogue(start, [text("a")]);
    const line = `[sudo: rmote%${start.token}%deploy%] Password:`;
    made.onStderr([line]);
    await turn();
    expect(asked).toHaveLength(1);
    expect(made.shown([line])).toEqual([]);
  });

  it("sees a prompt behind which something else was written at once", async () => {
    const start = becoming(root);
    const { made, asked, turn } = dialogue(start, [text("a")]);
    made.onStderr([`rmote%${start.token}%deploy%debug1: Remote: /etc/key:1`, "a line"]);
    await turn();
    expect(asked).toHaveLength(1);
    expect(made.shown([`rmote%${start.token}%deploy%debug1: Remote: x`, "a"])).toEqual(["a"]);
  });

  it("takes no prompt but that of its own start", async () => {
    const start = becoming(root);
    const { made, asked, turn } = dialogue(start);
    const other = becoming(root).token;
    for (const line of [
      "[sudo] password for deploy:",
      "Password:",
      `rmote%${other}%deploy%`,
      `rmote%%${start.token}%%%p%%`,
    ]) {
      made.onStderr([line]);
      await turn();
    }
    expect(asked).toEqual([]);
  });

  it("lets a remembered password be forgotten where it is not asked for again", async () => {
    const start = becoming({ method: "su", user: "root" });
    const secrets = new MemoryStore();
    const questions = new QuestionService(secrets, () => {});
    const ask = questions.askFor("added:1");
    secrets.set(JSON.stringify(["become", "root@web1", "added:1"]), "old");
    const written: string[] = [];
    const made = new BecomeDialogue(start, {
      host: "web1",
      ask,
      write: (data) => written.push(data.toString()),
    });
    made.onStderr([`rmote%${start.token}%deploy%`]);
    await new Promise(setImmediate);
    expect(written).toEqual(["old\n"]);
    made.end();
    const failure = made.explain(["su: Authentication failure"], { code: 1, signal: null });
    expect(failure?.code).toBe("become_refused");
    expect(secrets.get(JSON.stringify(["become", "root@web1", "added:1"]))).toBeNull();
    expect(questions.list()).toEqual([]);
  });

  it("gives up a password that would be two lines", async () => {
    const start = becoming(root);
    const { made, written, turn } = dialogue(start, [text("a\nb")]);
    made.onStderr([`rmote%${start.token}%deploy%`]);
    await turn();
    expect(written).toEqual([]);
    expect(made.signal.reason).toBeInstanceOf(FailureError);
  });
});

describe("becomeCommand", () => {
  it.each(["sudo", "doas", "su"] as const)(
    "%s: holds no prompt, and no nonce of the hello",
    (method) => {
      const bootstrap = bootstrapPacker(agent, true);
      const start = becoming({ method, user: "with blank" });
      const inner = shellCommand(bootstrap, null);
      const command = becomeCommand(start, inner, agent, bootstrap, null);
      expect(command).not.toContain(`rmote%${start.token}%`);
      expect(command).not.toContain(bootstrap.nonce);
      expect(command).toMatch(/^exec /);
      // One pair of single quotes goes around what any login shell could read.
      const odd = method === "sudo" ? /[!`\\\n]/ : /[!`\\\n]|'.*'.*'/;
      expect(command.replace(inner.replace("exec ", ""), "")).not.toMatch(odd);
    },
  );
});

describe("explainBecome", () => {
  it.each([
    ["sudo", "sudo: 3 incorrect password attempts", /did not accept the password/],
    ["sudo", "sudo: 3 incorrect authentication attempts", /did not accept the password/],
    ["sudo", "sudo: Maximum 3 incorrect authentication attempts", /did not accept the password/],
    [
      "sudo",
      "deploy is not in the sudoers file.  This incident will be reported.",
      /does not know/,
    ],
    ["sudo", "sudo: I'm sorry deploy. I'm afraid I can't do that", /does not let this user/],
    ["sudo", "Sorry, user deploy may not run sudo on web1.", /does not let this user/],
    ["sudo", "sudo: unknown user: root", /There is no user root/],
    ["sudo", "sudo: user 'root' not found", /There is no user root/],
    ["sudo", "sudo: sorry, you must have a tty to run sudo", /insists on a terminal/],
    ["sudo", "bash: line 1: exec: sudo: not found", /There is no sudo/],
    ["sudo", "fish: Unknown command: sudo", /There is no sudo/],
    ["sudo", "zsh:1: command not found: sudo", /There is no sudo/],
    ["doas", "doas: Authorization required", /did not become root/],
    [
      "doas",
      "doas: doas is not enabled, /etc/doas.conf: No such file or directory",
      /does not let/,
    ],
    ["su", "su: incorrect password", /did not accept the password/],
    ["su", "su: Sorry", /did not accept the password/],
    ["su", "su: user root does not exist", /There is no user root/],
    ["su", "su: unknown user root", /There is no user root/],
    ["su", "This account is currently not available.", /may not log in/],
  ] as const)("%s: %s", (method, line, message) => {
    const end = { become: { method, user: "root" }, host: "web1", attempts: 0 } as const;
    const exit = { code: 1, signal: null };
    const refusal = explainBecome({ ...end, exit, lines: ["motd", line] });
    expect(refusal?.failure.code).toBe("become_refused");
    expect(refusal?.failure.message).toMatch(message);
    expect(refusal?.isPassword).toBe(/password/.test(message.source));
  });

  it("goes by the status where the words are in another language, and leaves the rest alone", () => {
    const become = { method: "su", user: "root" } as const;
    const lines = ["su: Fehler bei Authentifizierung"];
    const end = { become, host: "web1", lines };
    const refused = { code: 1, signal: null };
    expect(explainBecome({ ...end, exit: refused, attempts: 1 })?.isPassword).toBe(true);
    expect(explainBecome({ ...end, exit: { code: 127, signal: null }, attempts: 1 })).toBeNull();
    expect(explainBecome({ ...end, lines: ["motd"], exit: refused, attempts: 0 })).toBeNull();
  });
});
