import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFolder } from "../testing/host-folder";

const folder = hostFolder();

describe("effective options", () => {
  it("name the file and line of each, the setting that gave it, or say that it is the default", async () => {
    const inner = folder.write(
      "inner.conf",
      "Host web1",
      "  HostName 10.0.0.1",
      "  IdentityFile ~/.ssh/inner",
      "Host other",
      "  Compression yes",
      "Match host 10.0.0.1",
      "  ForwardAgent yes",
    );
    const config = folder.write(
      "config",
      `Include ${inner}`,
      "Host web1",
      "  HostName never",
      "  User=deploy",
      "  IdentityFile ~/.ssh/outer",
      "  SendEnv A B",
      "Host other",
      `  Include ${inner}`,
      "Host web*",
      "  User never",
      '  Match originalhost web1 exec "false"',
      "  LogLevel DEBUG",
      'Match originalhost web1 exec "true"',
      "  ServerAliveInterval 7",
      "Match all",
      "  Port 2022",
      "  ProxyJump bastion",
      "  ServerAliveInterval 8",
    );
    // ssh leaves out a key that is not there.
    const own = folder.write("own-key", "");
    const hosts = folder.service();
    await hosts.saveGroup({
      path: "production",
      settings: { port: 2222, sshOptions: ["TCPKeepAlive=no"] },
      notes: "",
      colour: null,
    });
    const settings = { identity: own, sshOptions: ["Compression=yes"] };
    await hosts.edit("config:web1", { group: "production", settings });
    const { options, problem } = await hosts.options("config:web1");
    expect(problem).toBeNull();
    const of = (name: string) =>
      options
        .filter((option) => option.name === name)
        .map(({ value, origin }) => {
          if (origin.kind === "group") return `${value} (group ${origin.path})`;
          return `${value} (${origin.kind === "file" ? `${origin.file}:${origin.line}` : origin.kind})`;
        });
    expect(of("hostname")).toEqual([`10.0.0.1 (${inner}:2)`]);
    expect(of("user")).toEqual([`deploy (${config}:4)`]);
    expect(of("port")).toEqual(["2222 (group production)"]);
    expect(of("compression")).toEqual(["yes (host)"]);
    expect(of("identityfile")).toEqual([
      `${own} (host)`,
      `~/.ssh/inner (${inner}:3)`,
      `~/.ssh/outer (${config}:5)`,
    ]);
    expect(of("sendenv")).toEqual([`A (${config}:6)`, `B (${config}:6)`]);
    expect(of("serveraliveinterval")).toEqual([`7 (${config}:14)`]);
    expect(of("proxyjump")).toEqual([`bastion (${config}:17)`]);
    expect(of("loglevel")).toEqual(["INFO (default)"]);
    expect(of("addressfamily")).toEqual(["any (default)"]);
    expect(of("forwardagent")).toEqual([`yes (${inner}:7)`]);
  });

  it("say in ssh's own words why there are none", async () => {
    const config = folder.write("config", "Host web1", "  Prot 22");
    expect(await folder.service().options("config:web1")).toEqual({
      options: [],
      problem: `${config}: line 2: Bad configuration option: prot`,
    });
  });

  it("say so of a host that ssh does not reach", async () => {
    expect((await folder.service().options("local")).problem).toBe(
      "This machine is not reached by ssh.",
    );
  });

  it("are those of the last pass where a section holds for the final name", async () => {
    const config = folder.write("config", "Host web1", "Match final all", "  User late");
    const { options } = await folder.service().options("config:web1");
    expect(options.find(({ name }) => name === "user")).toEqual({
      name: "user",
      value: "late",
      origin: { kind: "file", file: join(config), line: 3 },
    });
  });
});
