import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { agent, builtIn, toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { type Sshd, ssh2Target, startSshd } from "../testing/sshd";
import { spawnSsh2 } from "../transport/ssh2/ssh2";
import {
  type Connection,
  type ConnectOptions,
  fromCommand,
  fromLocal,
  fromShell,
  fromSsh,
} from "./connection";

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());
const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

type Options = ConnectOptions & { name: string };
const transports: [string, (options: Options) => Promise<Connection>][] = [
  ["ssh", (options) => fromSsh(agent, { host: "loopback", configFile: sshd.configFile }, options)],
  [
    "the built-in client",
    (options) => fromShell(agent, (...line) => spawnSsh2(ssh2Target(sshd), ...line), options),
  ],
  ["local", (options) => fromLocal(agent, options)],
  ["command", (options) => fromCommand(agent, { prefix: "env -u RMOTE_GONE" }, options)],
];

const environment = {
  RMOTE_PLAIN: "value",
  RMOTE_EMPTY: "",
  RMOTE_ODD: " =a=b; $HOME `id` \"'\\ é\u{1f600}\u200f\nsecond line\n\u0001",
  // Takes the place of one that is there.
  PATH: "/usr/bin:/bin:/rmote",
  TZ: "Asia/Kathmandu",
};

const tool = toolOf(
  "Environment",
  [
    "import os, time",
    "from rmote.protocol import Tool",
    "class Environment(Tool):",
    "    def get(self, name):",
    "        return os.environ.get(name)",
    "    def zone(self):",
    "        return time.localtime(0).tm_gmtoff",
  ].join("\n"),
);

describe.each(transports)("variables of the environment over %s", (_name, connect) => {
  it("are there for tools and for what they start", async () => {
    const connection = await connect({ environment, name: "web1" });
    open.push(connection);
    const { protocol } = connection;
    const none = new Map<Value, Value>();
    for (const [name, value] of Object.entries(environment)) {
      expect(await protocol.call(tool, "get", [name], none)).toBe(value);
      const printed = await protocol.call(
        builtIn("exec", "Exec"),
        "shell",
        [`printf '%s' "$${name}"`],
        none,
      );
      expect((printed as { fields: Map<string, Value> }).fields.get("stdout")).toBe(value);
    }
    // Nepal is ahead by 5 hours and a half in 1970.
    expect(await protocol.call(tool, "zone", [], none)).toBe(19_800);
  });

  it.each([
    ["a name with an equals sign", { "A=B": "x" }],
    ["a name without a sign", { "": "x" }],
    ["a zero byte", { A: "x\0y" }],
    ["half a character", { A: "\ud800" }],
  ])("refuses %s", async (_what, odd: Record<string, string>) => {
    expect((await failureOf(connect({ environment: odd, name: "web1" }))).code).toBe("bad_request");
  });
});
