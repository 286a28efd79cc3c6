import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Host, HostList } from "../../src-shared/host";
import { hostFolder } from "../testing/host-folder";
import { eventually } from "../testing/processes";

const folder = hostFolder("Host web1", "  HostName 10.0.0.1", "  User deploy");
afterEach(() => vi.unstubAllEnvs());

const last = () => folder.lists.at(-1) ?? { hosts: [], groups: [], problems: [] };
const names = (list: HostList) => list.hosts.slice(1).map(({ name }) => name);
const until = (check: (list: HostList) => boolean) => eventually(last, check);
const has = (...wanted: string[]) => until((list) => names(list).join() === wanted.join());
const host = (name: string): Host | undefined => last().hosts.find((each) => each.name === name);

/** A service that watches, when it has told what there is at first and nothing can be missed any more. */
async function watching(isSettled: (list: HostList) => boolean = () => true) {
  const hosts = folder.service();
  hosts.watch();
  await until((list) => list.hosts.length > 0 && isSettled(list));
  return hosts;
}
const isResolved = ({ hosts }: HostList) =>
  hosts.slice(1).every(({ resolved }) => resolved !== null);

describe("watching", () => {
  it("tells a changed configuration, once for a burst", async () => {
    await watching(isResolved);
    const told = folder.lists.length;
    for (const name of ["a", "b", "c"]) folder.write("config", `Host ${name}`);
    await has("c");
    await until(isResolved);
    // One for the burst, one with what ssh makes of it.
    expect(folder.lists.length - told).toBeLessThanOrEqual(2);
  });

  it("notices editors that replace the file, and one that is gone and comes back", async () => {
    const config = join(folder.path, "config");
    await watching(isResolved);
    for (const name of ["first", "second"]) {
      folder.write("config.new", `Host ${name}`);
      renameSync(join(folder.path, "config.new"), config);
      await has(name);
    }
    rmSync(config);
    await has();
    folder.write("config", "Host back");
    await has("back");
  });

  it("notices a link's file that changes somewhere else", async () => {
    const config = join(folder.path, "config");
    rmSync(config);
    symlinkSync(folder.write("dotfiles/ssh", "Host linked"), config);
    await watching(isResolved);
    folder.write("dotfiles/ssh", "Host changed");
    await has("changed");
  });

  it("follows includes: files that change, appear, and whose folder is made later", async () => {
    folder.write("config", `Include ${folder.path}/one.conf ${folder.path}/conf.d/*.conf`);
    await watching();
    await has();
    folder.write("one.conf", "Host one");
    await has("one");
    mkdirSync(join(folder.path, "conf.d"));
    folder.write("conf.d/a.conf", "Host a");
    await has("one", "a");
    folder.write("conf.d/b.conf", "Host b");
    await has("one", "a", "b");
    folder.write("conf.d/ignored", "Host ignored");
    folder.write("conf.d/a.conf", "Host a2");
    await has("one", "a2", "b");
    rmSync(join(folder.path, "conf.d"), { recursive: true });
    await has("one");
  });

  it("reads what somebody else wrote into the host file", async () => {
    await watching(isResolved);
    const hosts = { "config:web1": { tags: ["by-git"] } };
    folder.write("data/hosts.json", JSON.stringify({ version: 2, groups: [], hosts }));
    await until(() => host("web1")?.tags[0] === "by-git");
  });

  it("ends, and what is read after that is read anew", async () => {
    const hosts = await watching(isResolved);
    await hosts.close();
    folder.write("config", "Host other");
    await hosts.refresh();
    expect(names(last())).toEqual(["other"]);
  });
});

describe("a broken configuration", () => {
  it("shows ssh's own message with the line, loses no host, and is over when it is mended", async () => {
    await watching(isResolved);
    folder.write("config", "Host web1", "  Prot 22", "Host web2");
    const file = join(folder.path, "config");
    const { problems } = await until((list) => list.problems.length > 0);
    expect(problems).toEqual([
      `ssh does not accept its configuration. ${file}: line 2: Bad configuration option: prot`,
    ]);
    expect(names(last())).toEqual(["web1", "web2"]);
    folder.write("config", "Host web1", "Host web2");
    await until((list) => list.problems.length === 0);
  });

  it("is checked without running what it says", async () => {
    const ran = join(folder.path, "ran");
    folder.write("config", "Host web1", `Match exec "touch ${ran}"`, "  Prot 1");
    await watching();
    await until((list) => list.problems.length > 0);
    expect(existsSync(ran)).toBe(false);
  });
});

describe("what hosts come to", () => {
  it("is asked of ssh in the background, again where settings or the configuration change", async () => {
    const hosts = await watching();
    await until(() => host("web1")?.resolved?.hostname === "10.0.0.1");
    expect(host("web1")?.resolved).toEqual({ hostname: "10.0.0.1", user: "deploy", port: 22 });
    await hosts.edit("config:web1", { settings: { port: 2222 } });
    await until(() => host("web1")?.resolved?.port === 2222);
    folder.write("config", "Host web1", "  HostName 10.0.0.2");
    await until(() => host("web1")?.resolved?.hostname === "10.0.0.2");
    await hosts.add({ address: "me@web1", name: "again" });
    await until(() => host("again")?.resolved?.user === "me");
    expect(host("again")?.resolved?.hostname).toBe("10.0.0.2");
  });

  it("waits until a host is opened where asking would run the user's commands", async () => {
    const ran = join(folder.path, "ran");
    folder.write("config", "Host web1 web2", `Match exec "touch ${ran}"`, "  User matched");
    const hosts = await watching();
    expect(host("web1")?.resolved).toBeNull();
    expect(existsSync(ran)).toBe(false);
    await hosts.used("config:web1");
    await until(() => host("web1")?.resolved?.user === "matched");
    expect(host("web2")?.resolved).toBeNull();
  });

  it("is not asked of what ssh does not reach", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { settings: { command: "docker exec -i web1" } });
    await watching();
    expect((await folder.service().resolvedList()).hosts[1]?.resolved).toBeNull();
  });

  it("is read from plain sections where there is no ssh, which is said once", async () => {
    folder.write(
      "config",
      "Host web* !web2",
      "  HostName %h.example.org",
      "  Port 2022",
      "Match all",
      "  User everyone",
      "Match host web1",
      "  User never",
    );
    writeFileSync(join(folder.path, "config"), "Host web1\n", { flag: "a" });
    vi.stubEnv("PATH", join(folder.path, "empty"));
    const hosts = await watching(isResolved);
    expect(last().problems).toEqual([expect.stringContaining("no OpenSSH on this machine")]);
    expect(host("web1")?.resolved).toEqual({
      hostname: "web1.example.org",
      user: "everyone",
      port: 2022,
    });
    expect((await hosts.target(await hosts.get("config:web1"))).transport).toBe("ssh2");
    expect((await hosts.options("config:web1")).problem).toContain("no OpenSSH");
  });

  it("comes for 1,000 hosts behind a list that is there at once, in few batches", async () => {
    const sections = Array.from({ length: 1000 }, (_, i) => `Host h${i}\n  HostName 10.0.0.${i}`);
    folder.write("config", ...sections);
    await watching();
    expect(last().hosts).toHaveLength(1001);
    expect(isResolved(last())).toBe(false);
    await eventually(() => isResolved(last()), Boolean, 240_000);
    expect(folder.lists.length).toBeLessThanOrEqual(10);
    expect(host("h999")?.resolved?.hostname).toBe("10.0.0.999");
  }, 250_000);
});
