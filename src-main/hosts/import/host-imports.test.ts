import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Host, ImportPreview } from "../../../src-shared/host";
import { effectiveSettings } from "../../../src-shared/host-settings";
import { failureOf } from "../../testing/failure-of";
import { hostFolder } from "../../testing/host-folder";

const folder = hostFolder("Host web1");

/** Imports a file with these lines. */
async function imported(name: string, lines: string[], group = "") {
  const hosts = folder.service();
  const preview = await hosts.previewImport(folder.write(name, ...lines));
  const change = await hosts.import(preview.importId, group);
  const list = await hosts.list();
  const host = (name: string): Host => {
    const found = list.hosts.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const effective = (name: string) => effectiveSettings(host(name), list.groups).settings;
  return { hosts, preview, change, list, host, effective };
}

const INI = `
; where they are
lone.example.org:2222
[web]
web[01:03].example.org ansible_user=deploy # the old ones
db-[a:c] ansible_host=10.0.0.1 ansible_port=2200 ansible_password=hunter2
[europe]
web01.example.org
web1 ansible_host=192.0.2.1
[containers]
box ansible_connection=community.docker.docker
here ansible_connection=local ansible_python_interpreter=auto
[production:children]
web
containers
[production:vars]
ansible_ssh_private_key_file = ~/.ssh/production
ansible_become=yes
ansible_become_user=admin
ansible_vault_password='hunter3'
http_port=80
[web:vars]
ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -q me@bastion" -o StrictHostKeyChecking=no -C'
[europe:vars]
ansible_user=eve
`.split("\n");

describe("an Ansible inventory in INI", () => {
  it("becomes groups that inherit; ranges, other groups as tags", async () => {
    const { list, host, effective, preview } = await imported("hosts", INI);
    expect(preview.format).toBe("ansible-ini");
    expect(list.groups.map(({ path }) => path)).toEqual([
      "europe",
      "production",
      "production/containers",
      "production/web",
    ]);
    expect(host("lone.example.org").group).toBe("");
    expect(effective("lone.example.org")).toEqual({ port: 2222 });
    expect(host("web02.example.org")).toMatchObject({ group: "production/web", tags: [] });
    expect(host("web01.example.org")).toMatchObject({ group: "production/web", tags: ["europe"] });
    expect(effective("web02.example.org")).toEqual({
      user: "deploy",
      identity: "~/.ssh/production",
      become: { method: "sudo", user: "admin" },
      jump: ["me@bastion"],
      sshOptions: ["Compression=yes"],
    });
    expect(host("db-b")).toMatchObject({ address: "10.0.0.1", settings: { port: 2200 } });
    expect(effective("box")).toMatchObject({ transport: "command", command: "docker exec -i box" });
    expect(effective("here").transport).toBe("local");
  });

  it("leaves the way to a host of the ssh configuration to that, and fills in the rest", async () => {
    const { host, preview } = await imported("hosts", INI);
    expect(host("web1")).toMatchObject({ id: "config:web1", address: "web1", group: "europe" });
    expect(preview.hosts.find(({ name }) => name === "web1")?.isKnown).toBe(true);
    expect(preview.problems).toContain(
      `How to get to web1 stays as ${join(folder.path, "config")}:1 says.`,
    );
  });

  it("says what is not taken, and keeps no password anywhere", async () => {
    const { preview } = await imported("hosts", INI);
    const said = preview.problems.join("\n");
    expect(said).toContain(
      "ansible_password is not taken (passwords are not imported): db-a, db-b and 1 more.",
    );
    expect(said).toContain("ansible_vault_password is not taken");
    expect(said).toContain("StrictHostKeyChecking: host keys are always checked here");
    expect(said).toContain("Variables that do not say how to connect are not taken: there are 1.");
    expect(said + folder.read("data/hosts.json")).not.toContain("hunter");
  });

  it("is undone as one change", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { notes: "mine", group: "own" });
    const before = folder.read("data/hosts.json");
    const { change, host } = await imported("hosts", INI);
    expect(host("web1")).toMatchObject({ notes: "mine", group: "own" });
    const again = folder.service();
    const preview = await again.previewImport(join(folder.path, "hosts"));
    expect(preview.hosts.every(({ isKnown }) => isKnown)).toBe(true);
    expect((await failureOf(again.undo(change.changeId))).code).toBe("not_found");
    const { hosts: service, change: second } = await imported("more.ini", ["fresh"], "in/here");
    expect((await service.get("added:fresh")).group).toBe("in/here");
    await service.undo(second.changeId);
    expect(folder.read("data/hosts.json")).not.toBe(before);
    expect((await failureOf(service.get("added:fresh"))).code).toBe("not_found");
  });
});

const YAML = `
all:
  vars: {ansible_user: root}
  hosts:
    alone:
  children:
    production:
      vars:
        ansible_port: 2222
        ansible_become: true
        ansible_become_password: !vault |
          $ANSIBLE_VAULT;1.1;AES256
          3132
      children:
        web:
          hosts:
            web[1:2].example.org:
              ansible_python_interpreter: /opt/python3
              ansible_host: "{{ inventory_hostname }}.internal"
            plain: {ansible_become: no, ansible_connection: ssh}
    staging:
      hosts: {plain: , "bad name": }
`;

describe("an Ansible inventory in YAML", () => {
  it("becomes groups that inherit, all's variables with them", async () => {
    const { list, effective, host, preview } = await imported("inventory.yml", [YAML]);
    expect(preview.format).toBe("ansible-yaml");
    expect(list.groups.map(({ path }) => path)).toEqual([
      "production",
      "production/web",
      "staging",
    ]);
    expect(effective("web1.example.org")).toEqual({
      user: "root",
      port: 2222,
      python: "/opt/python3",
      become: { method: "sudo", user: "root" },
    });
    expect(effective("alone")).toEqual({ user: "root" });
    expect(host("plain")).toMatchObject({ group: "production/web", tags: ["staging"] });
    expect(effective("plain").become).toBeNull();
    const said = preview.problems.join("\n");
    expect(said).toContain("ansible_become_password is not taken");
    expect(said).toContain("ansible_host is not taken (its value is a template)");
    expect(said).toContain("bad name");
    expect(preview.problems.join() + folder.read("data/hosts.json")).not.toContain("VAULT");
  });
});

describe("our own export", () => {
  it("comes back as it was, without this machine", async () => {
    const hosts = folder.service();
    await hosts.saveGroup({ path: "a", settings: { user: "u" }, notes: "n", colour: "red" });
    await hosts.saveGroup({ path: "b", settings: {}, notes: "", colour: null });
    await hosts.add({ address: "db1", details: { group: "a/b", notes: "x", tags: ["t"] } });
    await hosts.edit("config:web1", { favourite: true });
    const before = JSON.parse(folder.read("data/hosts.json"));
    await hosts.edit("local", { notes: "secret" });
    const file = join(folder.path, "out.json");
    await hosts.exportTo(file, null);
    expect(JSON.parse(folder.read("out.json"))).toEqual(before);
    await hosts.exportTo(file, ["added:db1"]);
    const part = JSON.parse(folder.read("out.json"));
    expect([
      part.groups.map((each: { path: string }) => each.path),
      Object.keys(part.hosts),
    ]).toEqual([["a"], ["added:db1"]]);
    folder.write("data/hosts.json", '{"version":2,"groups":[],"hosts":{}}');
    await hosts.import((await hosts.previewImport(file)).importId, "");
    expect(JSON.parse(folder.read("data/hosts.json"))).toEqual(part);
  });

  it("names what it would run here, and what waits for an ssh configuration", async () => {
    const entry = { settings: { sshOptions: ["ProxyCommand=evil"] } };
    const hosts = { "config:elsewhere": entry, local: { notes: "theirs" } };
    const text = JSON.stringify({ version: 2, groups: [], hosts });
    const { preview, list } = await imported("theirs.json", [text]);
    expect(preview.problems).toEqual([
      "What the file says of the machine that it was made on is not taken.",
      "elsewhere runs a program on this machine to connect: ProxyCommand=evil",
      "elsewhere is in no ssh configuration here. What is said of it waits until it is.",
    ]);
    expect(list.hosts).toHaveLength(2);
    expect(list.hosts[0]?.notes).toBe("");
  });
});

describe("a hostile file", () => {
  const bomb = ["a: &a {hosts: {x: , y: }}"];
  for (let i = 0; i < 12; i++) {
    const last = "abcdefghijklm".charAt(i);
    const next = "abcdefghijklm".charAt(i + 1);
    bomb.push(`${next}: &${next} {children: {p: *${last}, q: *${last}, r: *${last}}}`);
  }
  it.each([
    ["an alias bomb", "x.yml", bomb.join("\n")],
    ["nesting without end", "x.yml", "[".repeat(100_000)],
    ["nesting without end in JSON", "x.json", "[".repeat(100_000)],
    ["a newer version", "x.json", '{"version": 9, "hosts": {}, "groups": []}'],
    ["another shape", "x.json", '{"version": 2, "hosts": {"added:x": {"name": 1}}, "groups": []}'],
    ["too many bytes", "x.ini", "a".repeat(5 * 1024 * 1024)],
  ])("with %s is refused with a reason, or holds nothing", async (_name, name, text) => {
    const hosts = folder.service();
    const file = folder.write(name, text);
    const outcome = await hosts.previewImport(file).then(
      (preview: ImportPreview) => preview.hosts.length,
      (error: { failure?: { code: string; lines: string[] } }) => error.failure,
    );
    if (outcome !== 0) expect(outcome).toMatchObject({ code: "bad_request" });
  });

  it("cannot set what it should not", async () => {
    const { list, preview } = await imported("x.ini", [
      "__proto__ ansible_user=x",
      "constructor",
      "a\u001b[31mb",
      "-oProxyCommand=x",
      "ok ansible_user=a\u0007b ansible_port=99999",
      "huge[0:999999999]",
      "odd[c:a] x[",
      "[../up/..]",
      "inside",
      "[loop:children]",
      "loop",
      `[${"long".repeat(300)}]`,
      "deep",
    ]);
    expect(({} as { user?: string }).user).toBeUndefined();
    const added = list.hosts.filter(({ source }) => source === "added").map(({ name }) => name);
    expect(added).toEqual(["__proto__", "constructor", "inside", "ok"]);
    expect(list.hosts.find(({ name }) => name === "ok")?.settings).toEqual({});
    expect(preview.problems.join("")).not.toMatch(/\p{Cc}/u);
    expect(preview.problems.length).toBeGreaterThanOrEqual(6);
    expect((await folder.service().list()).problems).toEqual([]);
  });

  it("that is not there is named", async () => {
    const tried = folder.service().previewImport(join(folder.path, "none"));
    expect((await failureOf(tried)).code).toBe("file_error");
  });
});
