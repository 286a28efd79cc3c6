import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HostList } from "../../src-shared/host";
import { failureOf } from "../testing/failure-of";
import { HostService } from "./host-service";

let folder: string;
let changes: HostList[];
let hosts: HostService;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-hosts-"));
  changes = [];
  writeFileSync(join(folder, "config"), "Host web1\n");
  hosts = service();
});
afterEach(() => rmSync(folder, { recursive: true }));

function service(): HostService {
  const folders = { data: join(folder, "data"), state: join(folder, "state") };
  const file = join(folder, "config");
  const sshConfig = async () => ({ file, option: file });
  return new HostService(folders, sshConfig, (list) => changes.push(list));
}

const ids = ({ hosts: all }: HostList) => all.map(({ id }) => id);

describe("HostService", () => {
  it("begins with this machine and the configuration's hosts", async () => {
    expect(ids(await hosts.list())).toEqual(["local", "config:web1"]);
  });

  it("adds a host once, keeps it over a restart, tells the change, and removes it", async () => {
    const host = await hosts.add({ address: " deploy@db1.example.org:2222 " });
    expect(host).toMatchObject({
      id: "added:deploy@db1.example.org:2222",
      address: "db1.example.org",
      settings: { user: "deploy", port: 2222 },
    });
    await hosts.add({ address: "deploy@db1.example.org:2222" });
    expect(ids(await service().list())).toEqual(["local", "config:web1", host.id]);
    expect(ids(changes[0] ?? { hosts: [], groups: [], problems: [] })).toContain(host.id);
    await hosts.remove([host.id]);
    expect(ids(await service().list())).toEqual(["local", "config:web1"]);
  });

  it("loses none of several changes at once", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => hosts.add({ address: `host${i}` })));
    expect((await hosts.list()).hosts).toHaveLength(22);
  });

  it("refuses what is no address and removing what was not added", async () => {
    expect((await failureOf(hosts.add({ address: "a b" }))).message).toBe(
      "An address has no spaces.",
    );
    expect((await failureOf(hosts.add({ address: "-oProxyCommand=x" }))).code).toBe("bad_request");
    const config = await failureOf(hosts.remove(["config:web1"]));
    expect(config.advice).toContain(`${join(folder, "config")}:1`);
    expect((await failureOf(hosts.remove(["added:none"]))).code).toBe("not_found");
  });

  it("sets a damaged file aside, names it, and goes on", async () => {
    const file = join(folder, "data", "hosts.json");
    mkdirSync(join(folder, "data"));
    writeFileSync(file, '{"version": 1, "hosts": [{"host": 5}]}');
    const { problems } = await hosts.list();
    const [aside] = readdirSync(join(folder, "data"));
    expect(problems[0]).toContain(`kept as ${join(folder, "data", aside ?? "")}`);
    expect(readFileSync(join(folder, "data", aside ?? ""), "utf8")).toContain('"host": 5');
    await hosts.add({ address: "fresh" });
    expect(ids(await hosts.list())).toContain("added:fresh");
  });

  it("sets a damaged file aside once, whoever reads it at the same time", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data", "hosts.json"), "not json");
    const lists = await Promise.all([
      hosts.list(),
      hosts.add({ address: "fresh" }),
      hosts.list(),
      hosts.list(),
    ]);
    expect(lists).toHaveLength(4);
    expect(ids(await hosts.list())).toContain("added:fresh");
    expect(
      readdirSync(join(folder, "data")).filter((name) => name.includes("broken")),
    ).toHaveLength(1);
  });

  it("finds what a person means on a command line", async () => {
    expect((await hosts.find("local")).source).toBe("local");
    expect((await hosts.find("web1")).source).toBe("config");
    expect(await hosts.find("me@[::1]:22")).toMatchObject({
      address: "::1",
      settings: { user: "me", port: 22 },
    });
  });
});
