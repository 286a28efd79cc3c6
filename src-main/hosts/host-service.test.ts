import { readdirSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HostList } from "../../src-shared/host";
import { failureOf } from "../testing/failure-of";
import { hostFolder } from "../testing/host-folder";

const folder = hostFolder("Host web1 web2");
const ids = ({ hosts }: HostList) => hosts.map(({ id }) => id);

describe("the list", () => {
  it("begins with this machine and the configuration's hosts", async () => {
    const list = await folder.service().list();
    expect(ids(list)).toEqual(["local", "config:web1", "config:web2"]);
    expect(list.hosts[0]).toMatchObject({ name: "This machine", address: hostname() });
    expect(list.hosts[1]?.origin).toBe(`${join(folder.path, "config")}:1`);
  });

  it("has the hosts of the system's configuration behind the user's, with their file, unless ssh leaves it out", async () => {
    const system = folder.write(
      "ssh_config",
      "Include more.conf",
      "Host web2 shared *.example.org",
    );
    const more = folder.write("more.conf", "Host included web1");
    const { hosts, problems } = await folder.service("ssh_config").list();
    expect(hosts.slice(1).map(({ name, origin }) => `${name} ${origin}`)).toEqual([
      `web1 ${join(folder.path, "config")}:1`,
      `web2 ${join(folder.path, "config")}:1`,
      `included ${more}:1`,
      `shared ${system}:2`,
    ]);
    expect(problems).toEqual([]);
    expect(ids(await folder.service().list())).not.toContain("config:shared");
  });

  it("finds what a person means on a command line", async () => {
    const hosts = folder.service();
    expect((await hosts.find("local")).source).toBe("local");
    expect((await hosts.find("web1")).source).toBe("config");
    expect(await hosts.find("me@[::1]:22")).toMatchObject({
      address: "::1",
      settings: { user: "me", port: 22 },
    });
    expect((await failureOf(hosts.find("a b"))).code).toBe("bad_request");
  });

  it("remembers the last use in the state folder, which git leaves out, and not in the host file", async () => {
    const hosts = folder.service();
    const before = Date.now();
    await hosts.used("config:web1");
    expect((await folder.service().get("config:web1")).lastUsed).toBeGreaterThanOrEqual(before);
    expect(readdirSync(folder.path)).not.toContain("data");
    expect(folder.read("state/.gitignore")).toBe("*\n");
    expect(statSync(join(folder.path, "state")).mode & 0o777).toBe(0o700);
  });

  it("is there without a state folder that can be used, which is said", async () => {
    folder.write("state", "a file is in the way");
    const { hosts, problems } = await folder.service().resolvedList();
    expect(hosts).toHaveLength(3);
    expect(hosts[1]?.resolved?.hostname).toBe("web1");
    expect(problems.length).toBeGreaterThan(0);
  });

  it("asks ssh once for the same configuration, over a restart too", async () => {
    const [first, second] = [folder.service(), folder.service()];
    const { hosts } = await first.resolvedList();
    expect((await second.list()).hosts).toEqual(hosts);
    folder.write("config", "Host web1", "  Port 2222");
    expect((await second.list()).hosts[1]?.resolved).toBeNull();
    expect((await second.resolvedList()).hosts[1]?.resolved?.port).toBe(2222);
  });
});

describe("added hosts", () => {
  it("are added once, kept over a restart, told, and removed", async () => {
    const hosts = folder.service();
    const { host } = await hosts.add({ address: " deploy@db1.example.org:2222 " });
    expect(host).toMatchObject({
      id: "added:deploy@db1.example.org:2222",
      address: "db1.example.org",
      settings: { user: "deploy", port: 2222 },
    });
    expect(await hosts.add({ address: "deploy@db1.example.org:2222" })).toEqual({
      host,
      change: null,
    });
    expect(ids(await folder.service().list())).toContain(host.id);
    expect(ids(folder.lists[0] ?? { hosts: [], groups: [], problems: [] })).toContain(host.id);
    await hosts.remove([host.id]);
    expect(ids(await folder.service().list())).not.toContain(host.id);
  });

  it("are the configuration's where that has the address already", async () => {
    expect((await folder.service().add({ address: "web1" })).host.id).toBe("config:web1");
  });

  it("keep their key when they are renamed, and give no key away twice", async () => {
    const hosts = folder.service();
    const {
      host: { id },
    } = await hosts.add({ address: "10.0.0.1", name: "db1" });
    await hosts.edit(id, { name: "db-old", address: "10.0.0.2" });
    expect(await hosts.get("added:db1")).toMatchObject({ name: "db-old", address: "10.0.0.2" });
    expect((await hosts.add({ address: "10.0.0.3", name: "db1" })).host.id).toBe("added:db1 2");
  });

  it("have names of their own", async () => {
    const hosts = folder.service();
    await hosts.add({ address: "a", name: "db1" });
    const taken = await failureOf(hosts.add({ address: "b", name: "db1" }));
    expect(taken).toMatchObject({ code: "bad_request", message: expect.stringContaining("db1") });
    const config = await failureOf(hosts.edit("added:db1", { name: "web1" }));
    expect(config.advice).toContain(`${join(folder.path, "config")}:1`);
    expect((await failureOf(hosts.add({ address: "b", name: "local" }))).code).toBe("bad_request");
  });

  it("are refused where the address is none", async () => {
    const hosts = folder.service();
    expect((await failureOf(hosts.add({ address: "a b" }))).message).toBe(
      "An address has no spaces.",
    );
    expect((await failureOf(hosts.add({ address: "-oProxyCommand=x" }))).code).toBe("bad_request");
    const {
      host: { id },
    } = await hosts.add({ address: "fine" });
    expect((await failureOf(hosts.edit(id, { address: "me@other" }))).code).toBe("bad_request");
    const lines = { settings: { sshOptions: ["Compression=yes\nProxyCommand=x"] } };
    expect((await failureOf(hosts.edit(id, lines))).message).toContain("sshOptions");
  });

  it("are lost by none of several changes at once", async () => {
    const hosts = folder.service();
    await Promise.all(Array.from({ length: 20 }, (_, i) => hosts.add({ address: `host${i}` })));
    expect((await hosts.list()).hosts).toHaveLength(23);
  });

  it("are duplicates of any host, under a name that is free", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { tags: ["x"], settings: { user: "me" } });
    await hosts.duplicate("config:web1");
    const { hostIds } = await hosts.duplicate("config:web1");
    expect(await hosts.get(hostIds[0] ?? "")).toMatchObject({
      name: "web1 copy 2",
      address: "web1",
      tags: ["x"],
      settings: { user: "me" },
    });
  });
});

describe("hosts of the configuration", () => {
  it("cannot be renamed, given another address or removed; the failure names the line", async () => {
    const hosts = folder.service();
    const line = `${join(folder.path, "config")}:1`;
    for (const tried of [
      hosts.edit("config:web1", { name: "other" }),
      hosts.edit("config:web1", { address: "other" }),
      hosts.remove(["config:web1"]),
    ]) {
      const { code, message, advice } = await failureOf(tried);
      expect(code).toBe("bad_request");
      expect(message).toContain("web1");
      expect(advice).toContain(line);
    }
    expect((await failureOf(hosts.remove(["added:none"]))).code).toBe("not_found");
  });

  it("take everything else, as this machine does", async () => {
    const hosts = folder.service();
    const edit = { notes: "a\nb", colour: "red", favourite: true, tags: ["b", "a"] } as const;
    for (const id of ["config:web1", "local"]) {
      await hosts.edit(id, { ...edit, tags: [...edit.tags], settings: { python: "/opt/python" } });
      expect(await folder.service().get(id)).toMatchObject({ ...edit, tags: ["a", "b"] });
    }
    expect((await failureOf(hosts.edit("local", { name: "mine" }))).code).toBe("bad_request");
  });

  it("keep what is said of them while they are not in the configuration", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web2", { tags: ["kept"] });
    folder.write("config", "Host web1");
    expect(ids(await hosts.list())).toEqual(["local", "config:web1"]);
    await hosts.edit("config:web1", { tags: ["other"] });
    folder.write("config", "Host web2");
    expect((await hosts.get("config:web2")).tags).toEqual(["kept"]);
  });
});

describe("several hosts", () => {
  it("are changed together, or not at all", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { tags: ["old", "kept"] });
    await hosts.editMany(["config:web1", "config:web2"], {
      group: "production/web",
      addTags: ["new"],
      removeTags: ["old"],
    });
    const { hosts: all } = await hosts.list();
    expect(all.slice(1).map(({ group, tags }) => [group, tags])).toEqual([
      ["production/web", ["kept", "new"]],
      ["production/web", ["new"]],
    ]);
    await failureOf(hosts.editMany(["config:web1", "added:none"], { favourite: true }));
    expect((await hosts.get("config:web1")).favourite).toBe(false);
  });

  it("are not removed where one of them cannot be", async () => {
    const hosts = folder.service();
    const {
      host: { id },
    } = await hosts.add({ address: "mine" });
    await failureOf(hosts.remove([id, "config:web1"]));
    expect((await hosts.get(id)).name).toBe("mine");
  });
});

describe("groups", () => {
  const web = { path: "production/web", settings: { user: "deploy" }, notes: "", colour: null };

  it("give their settings to hosts and inner groups, jump hosts by the names of the list", async () => {
    const hosts = folder.service();
    await hosts.add({ address: "me@bastion.example.org:2200", name: "bastion" });
    await hosts.saveGroup({
      ...web,
      path: "production",
      settings: { jump: ["bastion"], port: 22 },
    });
    await hosts.saveGroup(web);
    await hosts.edit("config:web1", { group: "production/web", settings: { port: 2222 } });
    const target = await hosts.target(await hosts.get("config:web1"));
    expect(target).toEqual({
      hostId: "config:web1",
      name: "web1",
      transport: "openssh",
      address: "web1",
      settings: { user: "deploy", port: 2222, jump: ["me@bastion.example.org:2200"] },
      configFile: join(folder.path, "config"),
    });
  });

  it("do not jump in circles, nor through what ssh does not reach", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { settings: { jump: ["web2"] } });
    await hosts.edit("config:web2", { settings: { jump: ["web1"] } });
    const circle = await failureOf(hosts.target(await hosts.get("config:web1")));
    expect(circle.message).toContain("through itself");
    await hosts.edit("config:web2", { settings: { command: "docker exec -i x" } });
    const command = await failureOf(hosts.target(await hosts.get("config:web1")));
    expect(command.message).toContain("web2, which is not reached by ssh");
  });

  it("move with all that is in them", async () => {
    const hosts = folder.service();
    await hosts.saveGroup(web);
    await hosts.edit("config:web1", { group: "production/web/eu" });
    const { hostIds } = await hosts.renameGroup("production", "live/now");
    expect(hostIds).toEqual(["config:web1"]);
    expect((await hosts.get("config:web1")).group).toBe("live/now/web/eu");
    expect((await hosts.list()).groups).toEqual([{ ...web, path: "live/now/web" }]);
    const itself = await failureOf(hosts.renameGroup("live", "live/inner"));
    expect(itself.message).toBe("The group live cannot go into itself.");
    expect((await failureOf(hosts.renameGroup("none", "x"))).code).toBe("not_found");
  });

  it("merge into one that is there, which keeps what it says", async () => {
    const hosts = folder.service();
    await hosts.saveGroup({ ...web, path: "a", settings: { user: "first", port: 1 } });
    await hosts.saveGroup({ ...web, path: "b", settings: { user: "second" } });
    await hosts.renameGroup("a", "b");
    expect((await hosts.list()).groups).toMatchObject([
      { path: "b", settings: { user: "second", port: 1 } },
    ]);
  });

  it("leave their hosts and groups to the one around when they are removed", async () => {
    const hosts = folder.service();
    await hosts.saveGroup(web);
    await hosts.saveGroup({ ...web, path: "production/web/eu" });
    await hosts.edit("config:web1", { group: "production/web" });
    await hosts.removeGroup("production/web");
    expect((await hosts.get("config:web1")).group).toBe("production");
    expect((await hosts.list()).groups.map(({ path }) => path)).toEqual(["production/eu"]);
  });
});
