import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfigFiles } from "./config-files";
import { concreteHosts, hasSideEffects } from "./config-hosts";
import { sshHome } from "./ssh-home";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const hostsOf = async (file: string) => concreteHosts([await readConfigFiles(file, folder)]);
const names = async (file: string) => (await hostsOf(file)).hosts.map((h) => h.alias);

describe("concreteHosts", () => {
  it("lists concrete names with their file and line, and no wildcards", async () => {
    const file = write(
      "config",
      "# Host commented",
      'Host web1 web2 *.example.org !bad db?  "quoted name" # Host not-this',
      "  HostName 10.0.0.1",
      "HOST=equals",
      "Match host matched",
      "Host -oProxyCommand=evil",
    );
    const { hosts, problems } = await hostsOf(file);
    expect(hosts.map(({ alias, line }) => `${alias}:${line}`)).toEqual([
      "web1:2",
      "web2:2",
      "quoted name:2",
      "equals:4",
    ]);
    expect(hosts[0]?.file).toBe(file);
    expect(problems).toEqual([]);
  });

  it("follows Include with patterns, relative to the folder of a user's configuration", async () => {
    write("conf.d/b.conf", "Host b");
    write("conf.d/a.conf", "Include nested/deep", "Host a");
    write("conf.d/.hidden.conf", "Host hidden");
    write("nested/deep", "Host deep");
    write("br{a,c}es", "Host braces");
    const file = write("config", "Include conf.d/*.conf", "Include br{a,c}es", "Host last a");
    expect(await names(file)).toEqual(["deep", "a", "b", "braces", "last"]);
  });

  it("looks for what is included where ssh looks, also with -F", async () => {
    const file = write("config", "Include no-such-folder/here");
    write("no-such-folder/here", "Host here");
    const ssh = execFileSync("ssh", ["-vG", "-F", file, "here"], { stdio: "pipe" });
    expect(ssh.toString()).toContain("hostname here");
    const { patterns } = await readConfigFiles(file);
    expect(patterns).toEqual([join(sshHome(), ".ssh", "no-such-folder", "here")]);
  });

  it("does not list what is included for some hosts only", async () => {
    write("inner", "Host inner");
    const file = write("config", "Host work", "  Include inner", "Host *", "  Include all");
    write("all", "Host everyone");
    expect(await names(file)).toEqual(["work", "everyone"]);
  });

  it("ends with files that include each other, and says so", async () => {
    const file = write("config", "Include config", "Host here");
    const { hosts, problems } = await hostsOf(file);
    expect(hosts.map(({ alias }) => alias)).toEqual(["here"]);
    expect(problems[0]).toContain("16 files deep");
  });

  it("reads no further than the first file that is too deep, however often files include each other", async () => {
    const file = write("config", "Include config config config", "Host here");
    const { hosts, problems } = await hostsOf(file);
    expect(hosts.map(({ alias }) => alias)).toEqual(["here"]);
    expect(problems).toHaveLength(1);
  });

  it("has nothing to say of a configuration that is not there", async () => {
    expect(await hostsOf(join(folder, "none"))).toEqual({ hosts: [], problems: [] });
  });

  it("says what cannot be read", async () => {
    mkdirSync(join(folder, "config"));
    const { problems } = await hostsOf(join(folder, "config"));
    expect(problems).toEqual([`${join(folder, "config")} cannot be read.`]);
  });
});

describe("hasSideEffects", () => {
  it.each([
    ['Match host a exec "test -f x"', true],
    ["Match !exec=true", true],
    ["Match host exec.example.org", false],
    ["CanonicalizeHostname yes", true],
    ["CanonicalizeHostname no", false],
    ["Host exec", false],
  ])("%s", async (line, expected) => {
    expect(hasSideEffects(await readConfigFiles(write("config", line)))).toBe(expected);
  });
});
