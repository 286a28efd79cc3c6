import { describe, expect, it } from "vitest";
import { questionOf } from "./askpass-prompt";

const before = { method: null, login: "", instruction: "" };
const FINGERPRINT = "SHA256:y9CvaY4AMxS7esZMrQEaKCV3T5cuebKM0Y/z++U2VRk";
/** As in OpenSSH 8.4, 9.2 and 10.0. */
const authenticity = (host: string, more: string, kind = ".") =>
  `The authenticity of host '${host}' can't be established${kind}\nED25519 key fingerprint is ${FINGERPRINT}.\n${more}Are you sure you want to continue connecting (yes/no/[fingerprint])? `;
const otherType = "\nbut keys of different type are already known for this host.";
const known =
  "This host key is known by the following other names/addresses:\n    ~/.ssh/known_hosts:1: web1,10.0.0.1\n    ~/.ssh/known_hosts:7: [hashed name]\n";
const art = "+--[ED25519 256]--+\n|    .o+.         |\n+----[SHA256]-----+\n";

describe("the question behind a prompt", () => {
  it.each([
    ["8.4", authenticity("web1 (10.0.0.1)", ""), "web1 (10.0.0.1)", []],
    [
      "9.2",
      authenticity("10.0.0.1 (10.0.0.1)", "This key is not known by any other names.\n"),
      "10.0.0.1",
      [],
    ],
    [
      "with other names",
      authenticity("web1 (10.0.0.1)", known),
      "web1 (10.0.0.1)",
      ["~/.ssh/known_hosts:1: web1,10.0.0.1", "~/.ssh/known_hosts:7: [hashed name]"],
    ],
    [
      "with art and DNS, behind a proxy",
      authenticity(
        "[web1]:2222 (<no hostip for proxy command>)",
        `${art}No matching host key fingerprint found in DNS.\n`,
        otherType,
      ),
      "[web1]:2222",
      [],
    ],
  ])("host key, %s", (_name, prompt, address, knownAs) => {
    expect(questionOf(prompt, "", before)).toEqual({
      kind: "host_key",
      address,
      keyType: "ED25519",
      fingerprint: FINGERPRINT,
      knownAs,
    });
  });

  it.each([
    ["deploy@web1's password: ", "password", "deploy@web1"],
    ["DOM\\jo doe@web1.example.org's password: ", "password", "DOM\\jo doe@web1.example.org"],
    ["Enter passphrase for key '/home/a b/.ssh/id': ", "passphrase", "/home/a b/.ssh/id"],
    ["Enter PIN for 'My token': ", "pin", "My token"],
    ["Enter PIN for ED25519-SK key /home/a/.ssh/sk: ", "pin", "ED25519-SK key /home/a/.ssh/sk"],
    [
      "Enter PIN and confirm user presence for ED25519-SK key SHA256:abc: ",
      "pin",
      "ED25519-SK key SHA256:abc",
    ],
  ])("%s", (prompt, purpose, subject) => {
    expect(questionOf(prompt, "", before)).toEqual({
      kind: "secret",
      purpose,
      subject,
      attempt: 1,
    });
  });

  it.each([
    authenticity("web1 (10.0.0.1)", ""),
    "deploy@web1's password: ",
    "Enter passphrase for key '/home/a/.ssh/id': ",
    "Enter PIN for 'My token': ",
    "(root@other) deploy@web1's password: ",
    "",
  ])("is the server's own, whatever it words: %j", (words) => {
    const prompts = [{ text: words, echo: false }];
    const login = { method: "keyboard-interactive", login: "deploy@web1", instruction: "Welcome" };
    // Since 8.5 ssh says whose words they are.
    expect(questionOf(`(deploy@web1) ${words}`, "", before)).toMatchObject({
      kind: "prompts",
      subject: "deploy@web1",
      prompts,
    });
    // Before that only the method says it.
    if (words.startsWith("(")) return;
    expect(questionOf(words, "", login)).toEqual({
      kind: "prompts",
      subject: "deploy@web1",
      instruction: "Welcome",
      prompts,
    });
  });

  it.each([
    `${authenticity("web1 (10.0.0.1)", "")}\n`,
    `x${authenticity("web1 (10.0.0.1)", "")}`,
    "Are you sure you want to continue connecting (yes/no)? ",
    "Enter deploy@web1's old password: ",
    "one\ndeploy@web1's password: ",
    "(x) deploy@web1's password: ",
    "Something else entirely",
  ])("is left as it is where it is not known: %j", (text) => {
    expect(questionOf(text, "", before)).toMatchObject({
      kind: "prompts",
      prompts: [{ text, echo: false }],
    });
  });

  it("is a notice, or to be confirmed, where ssh says so", () => {
    expect(
      questionOf("Confirm user presence for key ED25519-SK SHA256:abc", "none", before),
    ).toEqual({ kind: "notice", text: "Touch the security key (ED25519-SK SHA256:abc)." });
    expect(questionOf("Add key /a (b) to agent?", "confirm", before)).toMatchObject({
      kind: "prompts",
      prompts: [{ text: "Add key /a (b) to agent? (yes/no) ", echo: true }],
    });
  });
});
