import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../testing/failure-of";
import { hostFolder } from "../testing/host-folder";

const folder = hostFolder("Host web1");
const HOSTS = "data/hosts.json";
const written = () => JSON.parse(folder.read(HOSTS));

describe("hosts.json", () => {
  it("has one entry for each host and group, sorted, with no more than what is said of it", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { tags: ["b", "a", "b"], notes: "", favourite: false });
    await hosts.edit("local", { settings: { environment: { B: "2", A: "1" } } });
    await hosts.add({ address: "me@db10", name: "db", details: { settings: { python: "/p" } } });
    for (const path of ["z", "a/b"]) {
      await hosts.saveGroup({ path, settings: {}, notes: "", colour: null });
    }
    expect(folder.read(HOSTS)).toBe(`{
  "version": 2,
  "groups": [
    {
      "path": "a/b"
    },
    {
      "path": "z"
    }
  ],
  "hosts": {
    "added:db": {
      "name": "db",
      "address": "db10",
      "settings": {
        "user": "me",
        "python": "/p"
      }
    },
    "config:web1": {
      "tags": [
        "a",
        "b"
      ]
    },
    "local": {
      "settings": {
        "environment": {
          "A": "1",
          "B": "2"
        }
      }
    }
  }
}
`);
    await hosts.edit("config:web1", { tags: [] });
    expect(Object.keys(written().hosts)).toEqual(["added:db", "local"]);
  });

  it("is read in version 1, and nothing of it is lost", async () => {
    const first = {
      version: 1,
      hosts: [
        { host: "db1.example.org", user: "deploy", port: 2222 },
        { host: "::1", user: null, port: null },
      ],
    };
    folder.write(HOSTS, JSON.stringify(first));
    const hosts = folder.service();
    expect(await hosts.get("added:deploy@db1.example.org:2222")).toMatchObject({
      name: "deploy@db1.example.org:2222",
      address: "db1.example.org",
      settings: { user: "deploy", port: 2222 },
    });
    expect(JSON.parse(folder.read(HOSTS))).toEqual(first);
    await hosts.edit("added:::1", { favourite: true });
    expect(written()).toEqual({
      version: 2,
      groups: [],
      hosts: {
        "added:::1": { name: "::1", address: "::1", favourite: true },
        "added:deploy@db1.example.org:2222": {
          name: "deploy@db1.example.org:2222",
          address: "db1.example.org",
          settings: { user: "deploy", port: 2222 },
        },
      },
    });
  });

  it("of a newer version is left as it is: the list says so, changes are refused", async () => {
    folder.write(HOSTS, '{"version": 3, "future": true}');
    const before = folder.read(HOSTS);
    const hosts = folder.service();
    const { problems, hosts: all } = await hosts.list();
    expect(all).toHaveLength(2);
    expect(problems).toEqual([expect.stringContaining("newer Rmote Desktop")]);
    const refused = await failureOf(hosts.add({ address: "x" }));
    expect(refused).toMatchObject({
      code: "file_error",
      advice: expect.stringContaining("Update"),
    });
    expect(folder.read(HOSTS)).toBe(before);
    expect(readdirSync(join(folder.path, "data"))).toEqual(["hosts.json"]);
  });

  it.each([
    ["no JSON", "not json"],
    ["another shape", '{"version": 1, "hosts": [{"host": 5}]}'],
    ["an added host without an address", '{"version":2,"groups":[],"hosts":{"added:x":{}}}'],
    ["what is no host", '{"version":2,"groups":[],"hosts":{"__proto__x":{}}}'],
    ["a value that does not fit", '{"version":2,"groups":[],"hosts":{"local":{"colour":"pink"}}}'],
  ])("with %s is set aside once and named, whoever reads it meanwhile", async (_name, text) => {
    folder.write(HOSTS, text);
    const hosts = folder.service();
    await Promise.all([hosts.list(), hosts.add({ address: "fresh" }), hosts.list(), hosts.list()]);
    const { problems } = await hosts.list();
    const names = readdirSync(join(folder.path, "data")).filter((name) => name.includes("broken"));
    expect(names).toHaveLength(1);
    const aside = join(folder.path, "data", names[0] ?? "");
    expect(problems).toEqual([expect.stringContaining(`kept as ${aside}`)]);
    expect(readFileSync(aside, "utf8")).toBe(`${text}\n`);
    expect(Object.keys(written().hosts)).toEqual(["added:fresh"]);
  });

  it("is read again when somebody else has changed it", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { favourite: true });
    const other = { version: 2, groups: [], hosts: { "config:web1": { notes: "by hand" } } };
    folder.write(HOSTS, JSON.stringify(other));
    await hosts.edit("config:web1", { colour: "red" });
    expect(written().hosts).toEqual({ "config:web1": { colour: "red", notes: "by hand" } });
  });

  it("takes nothing that it could not be read with again", async () => {
    const hosts = folder.service();
    const path = "a".repeat(400);
    await hosts.saveGroup({ path, settings: {}, notes: "", colour: null });
    const before = folder.read(HOSTS);
    const refused = await failureOf(hosts.renameGroup(path, `${"b".repeat(300)}/${path}`));
    expect(refused.message).toContain("does not fit into the host file");
    expect(folder.read(HOSTS)).toBe(before);
  });

  it("that cannot be written leaves things as they were, and says why", async () => {
    mkdirSync(join(folder.path, "data"));
    folder.write("data/hosts.json/in-the-way", "");
    const hosts = folder.service();
    expect((await failureOf(hosts.add({ address: "x" }))).code).toBe("file_error");
  });
});
