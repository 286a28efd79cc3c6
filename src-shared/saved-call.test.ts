import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Host } from "./host";
import { parseSelectors, selectHosts } from "./host-selector";
import {
  callNameOf,
  callPathOf,
  isCallPath,
  isSecretLike,
  readSavedCall,
  type SavedCall,
  savedCallText,
  secretsOf,
  toolPathOfCall,
  wrongCallName,
} from "./saved-call";
import { anyValue } from "./testing/values";
import type { SecretForm, Value } from "./value";

const call: SavedCall = {
  description: "",
  tool: "Exec",
  file: null,
  method: "shell",
  args: ["uptime"],
  kwargs: new Map(),
  hosts: ["local"],
  deadline: null,
};

const roundTrip = (made: SavedCall, before?: string) => {
  const read = readSavedCall(savedCallText(made, before));
  return read.ok ? read.call : read.problem;
};

describe("a saved call", () => {
  it("gives back every value, by position and by name", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const made = { ...call, args: [value], kwargs: new Map([["a", value]]) };
        expect(roundTrip(made)).toEqual(made);
      }),
      { numRuns: 300 },
    );
  });

  it("gives back any description and host", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const made = { ...call, description: text, hosts: [`a${text}`] };
        expect(roundTrip(made)).toEqual(made);
      }),
      { numRuns: 300 },
    );
  });

  it("is a text to be read and reviewed, with its names in one order", () => {
    const made: SavedCall = {
      description: "Reload nginx",
      tool: "Nginx",
      file: "nginx.py",
      method: "reload",
      args: ["set -e\nuptime\n"],
      kwargs: new Map<string, Value>([
        ["count", 3],
        ["ratio", { $: "float", value: 1 }],
        ["data", new Uint8Array([0, 255])],
        ["password", { $: "secret", name: "db", as: "text" }],
      ]),
      hosts: ["web1", "tag:prod"],
      deadline: 2.5,
    };
    expect(savedCallText(made)).toBe(`version: 1
description: Reload nginx
tool: Nginx
file: nginx.py
method: reload
args:
  - |
    set -e
    uptime
kwargs:
  count: 3
  ratio: 1.0
  data:
    $bytes: AP8=
  password:
    $secret: db
hosts:
  - web1
  - tag:prod
deadline: 2.5
`);
    expect(roundTrip(made)).toEqual(made);
    expect(secretsOf(made)).toEqual(["db"]);
  });

  it("has secrets wherever they stand, by their names and how they are read", () => {
    const secret = (name: string, as: SecretForm = "text"): Value => ({ $: "secret", name, as });
    const made: SavedCall = {
      ...call,
      args: ["a", [secret("one"), { $: "tuple", items: [secret("two", "hex")] }]],
      kwargs: new Map<string, Value>([
        [
          "env",
          new Map<Value, Value>([
            ["TOKEN", secret("token")],
            ["$odd", secret("one")],
          ]),
        ],
        ["key", secret("key", "utf-8")],
        // A dict that looks like one is none.
        ["dict", new Map([["$secret", "a"]])],
      ]),
    };
    expect(roundTrip(made)).toEqual(made);
    expect(secretsOf(made)).toEqual(["one", "two", "token", "key"]);
    expect(savedCallText(made)).toContain("  key:\n    $secret: key\n    as: utf-8\n");
  });

  it("keeps the comments of a file that is written anew", () => {
    const before = `# of the web team
version: 1
tool: Exec # built in
method: shell
args: ["uptime"] # short
# where
hosts: [local]
`;
    const text = savedCallText({ ...call, deadline: 5, hosts: ["web1"] }, before);
    expect(text).toContain("# of the web team\nversion: 1\n");
    expect(text).toContain("tool: Exec # built in\n");
    expect(text).toContain('args: ["uptime"] # short\n');
    expect(text).toContain("# where\nhosts:");
    expect(readSavedCall(text)).toEqual({
      ok: true,
      call: { ...call, deadline: 5, hosts: ["web1"] },
    });
  });

  it.each([
    ["version: 1\ntool: Exec\nmethod: shell\nhosts: []\n", 4, "hosts is empty"],
    ["version: 2\ntool: Exec\nmethod: shell\nhosts: [a]\n", 1, "newer Rmote Desktop"],
    ["version: 1\nmethod: shell\nhosts: [a]\n", 1, "There is no tool."],
    ["version: 1\ntool: Exec\nmethod: shell\nhosts: web1\n", 4, "hosts is no list"],
    [
      "version: 1\ntool: Exec\nmethod: shell\nhosts: [a]\ndeadline: soon\n",
      5,
      "deadline is no number",
    ],
    [
      "version: 1\ntool: Exec\nmethod: shell\nhosts: [a]\ndeadline: 0\n",
      5,
      "deadline is not above 0",
    ],
    ["version: 1\ntool: Exec\nmethod: shell\nhosts: [a]\nhost: b\n", 5, "host means nothing here"],
    [
      "version: 1\ntool: Exec\nfile: ../a.py\nmethod: shell\nhosts: [a]\n",
      3,
      "file is the name of no",
    ],
    ["version: 1\ntool: a b\nmethod: shell\nhosts: [a]\n", 2, "tool is no name of Python"],
    ["version: 1\ntool: Exec\nmethod: shell\nargs: [{$nope: 1}]\nhosts: [a]\n", 4, "$nope"],
    ["version: 1\ntool: Exec\nmethod: shell\nargs: [{$secret: ''}]\nhosts: [a]\n", 4, "$secret"],
    [
      "version: 1\ntool: Exec\nmethod: shell\nargs: [[{$secret: a, as: x}]]\nhosts: [a]\n",
      4,
      "$secret",
    ],
    ["version: 1\ntool: [\n", 3, ""],
    ["- 1\n", 1, ""],
    ["", 1, "There is no"],
  ])("says where %j is wrong", (text, line, words) => {
    const read = readSavedCall(text);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problem.message).toContain(words);
    expect(read.problem.line).toBe(line);
  });

  it("takes what a person writes by hand", () => {
    const read = readSavedCall(
      "version: 1\ntool: Exec\nmethod: shell\nargs: [.inf, 0x10, 1.5]\nkwargs: {1a: {2: b}}\nhosts: [a]\n",
    );
    expect(read.ok && read.call.args).toEqual([Infinity, 16, 1.5]);
    expect(read.ok && read.call.kwargs.get("1a")).toEqual(new Map([[2, "b"]]));
  });

  it("lies beside the file of its tool", () => {
    expect(callPathOf("", "a")).toBe("calls/a.yaml");
    expect(callPathOf("web", "a")).toBe("web/calls/a.yaml");
    expect(callNameOf("web/calls/a.b.yaml")).toBe("a.b");
    expect(toolPathOfCall("web/calls/a.yaml", { file: "nginx.py" })).toBe("web/nginx.py");
    expect(toolPathOfCall("calls/a.yaml", { file: "nginx.py" })).toBe("nginx.py");
    expect(toolPathOfCall("calls/a.yaml", { file: null })).toBeNull();
    expect(["calls/a.yaml", "web/calls/a.yaml"].every(isCallPath)).toBe(true);
    expect(["a.yaml", "calls/a.py", "calls/x/a.yaml", "recalls/a.yaml"].some(isCallPath)).toBe(
      false,
    );
    expect(["a/b", "", ".a", "a*"].every((name) => wrongCallName(name) !== null)).toBe(true);
    expect(wrongCallName("restart nginx")).toBeNull();
  });
});

it("knows names that usually hold a secret", () => {
  const names = [
    "password",
    "db_password",
    "api_key",
    "token",
    "access_token",
    "secret",
    "passphrase",
  ];
  expect(names.every(isSecretLike)).toBe(true);
  expect(["path", "key", "compass", "tokens_used_by", "keyboard"].some(isSecretLike)).toBe(false);
});

describe("selectors of hosts", () => {
  const host = (name: string, group = "", tags: string[] = []) =>
    ({
      id: `config:${name}`,
      name,
      address: name,
      group,
      tags,
      source: "config",
    }) as unknown as Host;
  const hosts = [
    { ...host("This machine"), id: "local" },
    host("web1", "web", ["prod"]),
    host("web10", "web/eu", ["prod", "eu"]),
    host("db", "website", ["production"]),
  ];
  const names = (line: string) =>
    selectHosts(hosts, parseSelectors(line)).hosts.map(({ name }) => name);

  it("mean hosts exactly, each once", () => {
    expect(names("web1")).toEqual(["web1"]);
    expect(names("local, web10")).toEqual(["This machine", "web10"]);
    expect(names("tag:PROD")).toEqual(["web1", "web10"]);
    expect(names("group:web")).toEqual(["web1", "web10"]);
    expect(names("tag:prod group:web/eu")).toEqual(["web10"]);
    expect(names("web10, tag:prod")).toEqual(["web10", "web1"]);
  });

  it("are told of where no host meets them", () => {
    expect(selectHosts(hosts, ["web9", "tag:nope", "tag:"]).problems).toEqual([
      "There is no host web9.",
      "No host has tag:nope.",
      "No host has tag:.",
    ]);
  });
});
