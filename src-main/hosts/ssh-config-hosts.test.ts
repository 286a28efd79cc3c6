import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfigHosts, splitLine } from "./ssh-config-hosts";

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

const names = async (file: string) => (await readConfigHosts(file)).hosts.map((h) => h.alias);

describe("readConfigHosts", () => {
  it("lists concrete names with their file and line, and no wildcards", async () => {
    const file = write(
      "config",
      "# Host commented",
      'Host web1 web2 *.example.org !bad db?  "quoted name" # Host not-this',
      "  HostName 10.0.0.1",
      "HOST=equals",
      "Match user root",
      "Host -oProxyCommand=evil",
    );
    const { hosts, problems } = await readConfigHosts(file);
    expect(hosts.map(({ alias, line }) => `${alias}:${line}`)).toEqual([
      "web1:2",
      "web2:2",
      "quoted name:2",
      "equals:4",
    ]);
    expect(hosts[0]?.file).toBe(file);
    expect(problems).toEqual([]);
  });

  it("follows Include with patterns, relative to the configuration's folder", async () => {
    write("conf.d/b.conf", "Host b");
    write("conf.d/a.conf", "Include nested/deep", "Host a");
    write("nested/deep", "Host deep");
    const file = write("config", "Include conf.d/*.conf", "Host last a");
    expect(await names(file)).toEqual(["deep", "a", "b", "last"]);
  });

  it("does not list what is included for some hosts only", async () => {
    write("inner", "Host inner");
    const file = write("config", "Host work", "  Include inner", "Host *", "  Include all");
    write("all", "Host everyone");
    expect(await names(file)).toEqual(["work", "everyone"]);
  });

  it("ends with files that include each other, and says so", async () => {
    const file = write("config", "Include config", "Host here");
    const { hosts, problems } = await readConfigHosts(file);
    expect(hosts.map(({ alias }) => alias)).toEqual(["here"]);
    expect(problems[0]).toContain("16 files deep");
  });

  it("reads no further than the first file that is too deep, however often files include each other", async () => {
    const file = write("config", "Include config config config", "Host here");
    const { problems } = await readConfigHosts(file);
    expect(problems).toHaveLength(1);
  });

  it("has nothing to say of a configuration that is not there", async () => {
    expect(await readConfigHosts(join(folder, "none"))).toEqual({ hosts: [], problems: [] });
  });

  it("says what cannot be read", async () => {
    mkdirSync(join(folder, "config"));
    const { problems } = await readConfigHosts(join(folder, "config"));
    expect(problems).toEqual([`${join(folder, "config")} cannot be read.`]);
  });
});

describe("splitLine", () => {
  it.each([
    ["Host a b", ["Host", "a", "b"]],
    ["\tHost\t=\ta", ["Host", "a"]],
    ['Include "a b" c', ["Include", "a b", "c"]],
    ["", []],
    ["# Host a", []],
    ["Host", []],
  ])("%j", (line, parts) => {
    expect(splitLine(line)).toEqual(parts);
  });
});
