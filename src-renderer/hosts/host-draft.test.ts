import { describe, expect, it } from "vitest";
import {
  hostDraft,
  isSameDraft,
  newHostDraft,
  newLine,
  newVariable,
  readHost,
  readSettings,
  settingsDraft,
  withSplitAddress,
} from "./host-draft";
import { host } from "./testing/host";

const full = {
  transport: "ssh2" as const,
  user: "deploy",
  port: 2222,
  identity: "~/.ssh/id",
  jump: ["bastion"],
  sshOptions: ["Compression=yes"],
  command: "docker exec -i web",
  python: "/usr/bin/python3",
  environment: { LANG: "C" },
  become: { method: "sudo" as const, user: "root" },
};

const errorsOf = (more: Partial<ReturnType<typeof settingsDraft>>) =>
  readSettings({ ...settingsDraft({}), ...more }).errors;

describe("settings", () => {
  it("come back as they were", () => {
    expect(readSettings(settingsDraft(full))).toEqual({ settings: full, errors: {} });
    expect(readSettings(settingsDraft({}))).toEqual({ settings: {}, errors: {} });
    const none = { jump: [], become: null };
    expect(readSettings(settingsDraft(none)).settings).toEqual(none);
  });
  it("leave out rows with nothing in them", () => {
    const draft = {
      ...settingsDraft({}),
      jump: [newLine(), newLine("a")],
      environment: [newVariable()],
    };
    expect(readSettings(draft)).toEqual({ settings: { jump: ["a"] }, errors: {} });
  });
  it("are told apart from what they cannot be, each in a sentence beside its field", () => {
    expect(errorsOf({ port: "0" }).port).toContain("1 to 65535");
    expect(errorsOf({ port: "2e3" }).port).toContain("1 to 65535");
    expect(errorsOf({ become: { method: "su", user: " " } }).become).toContain("which user");
    const hop = newLine("one,two");
    expect(errorsOf({ jump: [hop] })[`jump/${hop.id}`]).toContain("A hop is");
    const option = newLine("Compression");
    expect(errorsOf({ sshOptions: [option] })[`sshOptions/${option.id}`]).toContain("Name=value");
    const [first, second, odd] = [newVariable("A", "1"), newVariable("A", "2"), newVariable("1x")];
    const errors = errorsOf({ environment: [first, second, odd] });
    expect(errors[`environment/${first.id}`]).toBeUndefined();
    expect(errors[`environment/${second.id}`]).toContain("twice");
    expect(errors[`environment/${odd.id}`]).toContain("digit");
  });
});

describe("a host", () => {
  it("of the ssh config keeps its name and address out of what is changed", () => {
    const web1 = host("config", "web1", { tags: ["a"], notes: "n" });
    const { edit, errors } = readHost(hostDraft(web1), "config", true);
    expect(errors).toEqual({});
    expect(edit).toEqual({
      group: "",
      tags: ["a"],
      colour: null,
      notes: "n",
      favourite: false,
      settings: {},
    });
  });
  it("that is added is called by its address unless it has a name", () => {
    const { edit } = readHost(newHostDraft("root@db9:2222"), "added", true);
    expect(edit).toMatchObject({
      name: "db9",
      address: "db9",
      settings: { user: "root", port: 2222 },
    });
  });
  it("needs an address only where the transport has one", () => {
    expect(readHost(newHostDraft(""), "added", true).errors.address).toContain("Enter an address");
    expect(readHost(newHostDraft(""), "added", false).errors).toEqual({ name: "Give it a name." });
    const typed = readHost(newHostDraft("shop"), "added", false);
    expect([typed.errors, typed.edit.name]).toEqual([{}, "shop"]);
    const named = { ...newHostDraft(""), name: "web" };
    expect(readHost(named, "added", false).edit).toMatchObject({ name: "web", address: "web" });
  });
  it("has the parts of its address in their own fields", () => {
    const draft = withSplitAddress({ ...newHostDraft(""), address: "ops@[::1]:22" });
    expect([draft.address, draft.settings.user, draft.settings.port]).toEqual(["::1", "ops", "22"]);
  });
  it("says where the path of a group is wrong", () => {
    expect(readHost({ ...newHostDraft("a"), group: "a//b" }, "added", true).errors.group).toContain(
      "one slash",
    );
  });
  it("is the same draft whichever ids its rows have", () => {
    const web1 = host("config", "web1", { settings: full });
    expect(isSameDraft(hostDraft(web1), hostDraft(web1))).toBe(true);
    expect(isSameDraft(hostDraft(web1), { ...hostDraft(web1), notes: "x" })).toBe(false);
  });
});
