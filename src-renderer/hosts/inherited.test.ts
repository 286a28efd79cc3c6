import { expect, it } from "vitest";
import { inheritedSettings, originWords } from "./inherited";

const groups = [
  { path: "production", settings: { user: "deploy", port: 2222 }, notes: "", colour: null },
  { path: "production/web", settings: { port: 2200 }, notes: "", colour: null },
];

it("names the group that a setting comes from", () => {
  const { settings, from } = inheritedSettings("production/web", groups, []);
  expect(settings).toEqual({ user: "deploy", port: 2200 });
  expect(from("user")).toBe("from group production");
  expect(from("port")).toBe("from group production/web");
  expect(from("python")).toBe("");
});

it("knows what ssh takes where nobody here says anything", () => {
  const file = { kind: "file" as const, file: "~/.ssh/config", line: 12 };
  const { ssh } = inheritedSettings("", groups, [
    { name: "user", value: "ops", origin: file },
    { name: "port", value: "22", origin: { kind: "default" } },
    { name: "identityfile", value: "~/.ssh/id_rsa", origin: { kind: "default" } },
    { name: "proxyjump", value: "bastion", origin: { kind: "host" } },
  ]);
  expect(ssh).toEqual({
    user: { value: "ops", from: "from ~/.ssh/config:12" },
    port: { value: "22", from: "from ssh's default" },
  });
});

it("says in words where an option comes from", () => {
  expect(originWords({ kind: "group", path: "a/b" })).toBe("group a/b");
  expect(originWords({ kind: "host" })).toBe("this host");
});
