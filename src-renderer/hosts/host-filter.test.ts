import { describe, expect, it } from "vitest";
import { filterHosts, filterIndex, filterWords, markParts, parseFilter } from "./host-filter";
import { host } from "./testing/host";

const hosts = [
  host("config", "web1", {
    group: "production/web",
    tags: ["Nginx", "eu"],
    resolved: { hostname: "web1.example.org", user: "deploy", port: 22 },
  }),
  host("config", "web2", { group: "staging", tags: ["nginx"], notes: "Runs the SHOP\nold disk" }),
  host("added", "db9", { group: "production", favourite: true, settings: { user: "postgres" } }),
];
const index = filterIndex(hosts);
const names = (filter: string, open: string[] = []) =>
  filterHosts(index, parseFilter(filter), (id) => open.includes(id)).map((each) => each.name);

describe("filterHosts", () => {
  it("looks for words in name, address, resolved name and user, tags, groups and notes", () => {
    expect(names("")).toEqual(["web1", "web2", "db9"]);
    expect(names("WEB")).toEqual(["web1", "web2"]);
    expect(names("example deploy")).toEqual(["web1"]);
    expect(names("postgres")).toEqual(["db9"]);
    expect(names("eu")).toEqual(["web1"]);
    expect(names("staging")).toEqual(["web2"]);
    expect(names("shop")).toEqual(["web2"]);
    expect(names("nothing")).toEqual([]);
  });
  it("takes tag: and group: from their beginning, nested groups included", () => {
    expect(names("tag:nginx")).toEqual(["web1", "web2"]);
    expect(names("tag:ngi web2")).toEqual(["web2"]);
    expect(names("group:production")).toEqual(["web1", "db9"]);
    expect(names("group:production/web")).toEqual(["web1"]);
    expect(names("group:web")).toEqual([]);
    expect(names("Group:STAGING Tag:Nginx")).toEqual(["web2"]);
    expect(names("tag:x")).toEqual([]);
  });
  it("hides nothing more while such a term is begun", () => {
    expect(names("tag:")).toEqual(["web1", "web2"]);
    expect(names("group:")).toEqual(["web1", "web2", "db9"]);
  });
  it("takes what is quoted as one word", () => {
    expect(names('"old disk"')).toEqual(["web2"]);
    expect(names('"disk old"')).toEqual([]);
    expect(names('group:"production/web"')).toEqual(["web1"]);
    expect(names('"old di')).toEqual(["web2"]);
    expect(names('"')).toEqual(["web1", "web2", "db9"]);
  });
  it("knows is:open and is:favourite", () => {
    expect(names("is:favourite")).toEqual(["db9"]);
    expect(names("is:open", ["config:web2"])).toEqual(["web2"]);
    expect(names("is:else")).toEqual([]);
  });
});

describe("marks", () => {
  it("are of words alone", () => {
    expect(filterWords('web tag:x "a b" is:open')).toEqual(["web", "a b"]);
  });
  it("cut a text where the words are", () => {
    expect(markParts("Web1.example", ["web", "ex"])).toEqual(["", "Web", "1.", "ex", "ample"]);
    expect(markParts("web10", ["web", "web1"])).toEqual(["", "web1", "0"]);
    expect(markParts("a+b", ["+"])).toEqual(["a", "+", "b"]);
    expect(markParts("abc", [])).toEqual(["abc"]);
  });
});

it("1,000 hosts are filtered well within a frame", () => {
  const many = filterIndex(
    Array.from({ length: 1000 }, (_, at) => host("added", `web${at}`, { tags: [`t${at % 7}`] })),
  );
  const found = filterHosts(many, parseFilter("web9 tag:t3"), () => false);
  expect(found.every((each) => each.name.includes("web9") && each.tags[0] === "t3")).toBe(true);
  expect(found.length).toBeGreaterThan(10);
});
