import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { HostSettings, TransportKind } from "../../src-shared/host";
import type { Value } from "../../src-shared/value";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { type Sshd, startSshd } from "../testing/sshd";
import { type ConnectHostOptions, connectHost } from "./connect-host";
import type { Connection } from "./connection";

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd(["web1", "jump"]);
});
afterAll(() => sshd.stop());

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connect(
  transport: TransportKind,
  settings: HostSettings = {},
  more: Partial<ConnectHostOptions> = {},
) {
  const target = {
    hostId: "config:web1",
    name: "Web one",
    transport,
    address: "web1",
    settings,
    configFile: sshd.configFile,
  };
  const steps: string[] = [];
  const onStep = (step: string) => void steps.push(step);
  const connection = await connectHost(agent, target, { ask: null, onStep, ...more });
  open.push(connection);
  return { connection, steps: [...new Set(steps)] };
}

async function shell({ protocol }: Connection, script: string): Promise<Value | undefined> {
  const value = await protocol.call(builtIn("exec", "Exec"), "shell", [script], new Map());
  return (value as { fields: Map<string, Value> }).fields.get("stdout");
}

const remote = ["resolving", "connecting", "authenticating", "starting_agent"];

describe("connectHost", () => {
  it.each([
    ["local", {}, ["resolving", "starting_agent"]],
    ["command", { command: "env" }, ["resolving", "starting_agent"]],
    ["openssh", {}, remote],
    ["ssh2", {}, remote],
  ] as const)(
    "reaches a python by %s, with the variables of the host, step by step",
    async (transport, settings, expected) => {
      const { connection, steps } = await connect(transport, {
        ...settings,
        environment: { FROM_SETTINGS: "it's set" },
      });
      expect(steps).toEqual(expected);
      expect(await shell(connection, 'echo "$FROM_SETTINGS"')).toBe("it's set\n");
    },
  );

  it.each(["openssh", "ssh2"] as const)("goes through a jump host by %s", async (transport) => {
    const { connection } = await connect(transport, { jump: ["jump"] });
    expect(await shell(connection, "echo there")).toBe("there\n");
  });

  it.each(["openssh", "ssh2"] as const)("says who was refused, by %s", async (transport) => {
    const reason = await failureOf(connect(transport, { user: "nobody" }));
    expect(reason.code).toBe("auth_refused");
    expect(reason.message).toContain("Web one");
  });

  it("takes a python that is named for the only one", async () => {
    for (const transport of ["local", "openssh", "ssh2"] as const) {
      const { code } = await failureOf(connect(transport, { python: "/no/such/python" }));
      expect(code).toBe("no_python");
    }
  });

  it("hands arguments on to ssh, and refuses them where there is none", async () => {
    const wrong = { sshArguments: ["-p", "1"] };
    expect((await failureOf(connect("openssh", {}, wrong))).code).toBe("connection_refused");
    expect((await failureOf(connect("ssh2", {}, wrong))).code).toBe("bad_request");
  });
});
