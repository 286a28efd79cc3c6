import { filterHosts, filterIndex, parseFilter } from "../../src-renderer/hosts/host-filter";
import { hostTree, treeRows } from "../../src-renderer/hosts/host-rows";
import type { Host, HostGroup } from "../../src-shared/host";
import type { Figure } from "../figure";

const HOSTS = 1000;
/** Typed letter by letter, as a person does: each letter is one sample. */
const TYPED = ["node1 tag:eu", "group:production/rack1 web", "is:favourite", '"rack 7" example'];
const ROUNDS = 20;

const groups: HostGroup[] = [
  { path: "production", settings: { user: "deploy" }, notes: "", colour: "red" },
];

function makeHost(at: number): Host {
  const rack = at % 40;
  return {
    id: `added:node${at}`,
    name: `node${at}.fleet.example.org`,
    source: at % 3 === 0 ? "config" : "added",
    origin: "~/.ssh/config:1",
    address: `10.0.${rack}.${at % 250}`,
    resolved: { hostname: `10.0.${rack}.${at % 250}`, user: "deploy", port: 22 },
    lastUsed: null,
    group: at % 10 === 0 ? "" : `production/rack${rack}`,
    tags: [at % 2 === 0 ? "eu" : "us", `role${at % 7}`],
    colour: null,
    notes: `Stands in rack ${rack}. Ask the people of the network before it is restarted.`,
    favourite: at % 50 === 0,
    settings: {},
  };
}

/** What the window does of a letter typed into the filter of the host list, up to the rows that it then draws. */
export const filter: Figure = {
  name: "filter",
  async measure() {
    const hosts = Array.from({ length: HOSTS }, (_, at) => makeHost(at));
    const index = filterIndex(hosts);
    const tree = hostTree(hosts, groups);
    const texts = index.map(({ text }) => text);
    const nothing = new Set<string>();
    const ours: number[] = [];
    const limit: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const typed of TYPED) {
        for (let length = 1; length <= typed.length; length++) {
          const started = performance.now();
          const found = filterHosts(index, parseFilter(typed.slice(0, length)), () => false);
          const rows = treeRows(tree, new Set(found), nothing);
          ours.push(performance.now() - started);
          if (rows.length < found.length) throw new Error("a host has no row");
          const scanned = performance.now();
          texts.filter((text) => text.includes(typed.slice(0, length)));
          limit.push(performance.now() - scanned);
        }
      }
      process.stdout.write(".");
    }
    return [
      {
        what: "filter 1,000 hosts by one more letter, p95",
        unit: "ms",
        ours,
        limitIs: "one pass over their texts",
        limit,
        part: 0.95,
        target: { of: "ours", bound: "at most", value: 16 },
      },
    ];
  },
};
