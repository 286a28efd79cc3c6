import { expect, it } from "vitest";
import { shellWord, sshCommand } from "./ssh-command";
import { host } from "./testing/host";

const groups = [
  {
    path: "production",
    settings: { user: "deploy", jump: ["bastion", "ops@inner:2222"] },
    notes: "",
    colour: null,
  },
];

it("is what ssh needs to know beside its configuration", () => {
  expect(sshCommand(host("config", "web1"), [])).toBe("ssh web1");
  const settings = { port: 2222, identity: "~/.ssh/my key", sshOptions: ["SetEnv=A=$B"] };
  expect(sshCommand(host("added", "db9", { group: "production", settings }), groups)).toBe(
    "ssh -l deploy -p 2222 -i '~/.ssh/my key' -J bastion,ops@inner:2222 -o 'SetEnv=A=$B' db9",
  );
});

it("is the command where there is no ssh, and nothing for this machine", () => {
  const settings = { command: "docker exec -i web" };
  expect(sshCommand(host("added", "web", { settings }), [])).toBe("docker exec -i web");
  expect(sshCommand(host("local", "This machine"), [])).toBeNull();
});

it("quotes what a shell would read otherwise", () => {
  expect(shellWord("it's")).toBe(`'it'\\''s'`);
  expect(shellWord("a;b")).toBe("'a;b'");
  expect(shellWord("")).toBe("''");
});
