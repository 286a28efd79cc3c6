import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { hostilePeers, LINGERS, wordyPeer } from "../src-main/testing/hostile-peers";
import { eventually, processesWith } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { cli, root, startCli } from "./cli";

let sshd: Sshd;
let folder: string;
let env: Record<string, string>;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  folder = mkdtempSync(join(tmpdir(), "rmote-cli-"));
  env = { RMOTE_DESKTOP_HOME: folder, RMOTE_DESKTOP_SSH_CONFIG: sshd.configFile };
});
test.afterAll(async () => {
  await sshd.stop();
  rmSync(folder, { recursive: true });
});

const json = async (...args: string[]) => {
  const { status, stdout, stderr } = await cli([...args, "--json"], env);
  expect(stdout, stderr).not.toBe("");
  return { status, reply: JSON.parse(stdout) };
};

for (const host of ["local", "web1"]) {
  test(`call ${host} answers`, async () => {
    const { status, reply } = await json("call", host, "Exec.shell", "--args", '["uname -a"]');
    expect(status).toBe(0);
    expect(reply).toMatchObject({ ok: true, value: { returncode: 0, stderr: "" } });
    expect(reply.value.stdout).toContain("Linux");
    expect(reply.elapsed_ms).toBeGreaterThan(0);
    expect(reply.logs.map((record: { message: string }) => record.message)).toEqual([
      "Running uname -a",
      "Exit status 0",
    ]);
  });
}

test("call finds the tools of the user's files, and refuses a name that several have", async () => {
  const tools = join(folder, "tools");
  mkdirSync(join(tools, "web"), { recursive: true });
  const source = (name: string, word: string) =>
    `from rmote.protocol import Tool\n\nclass ${name}(Tool):\n    @staticmethod\n    def greet(who):\n        return "${word} " + who\n`;
  writeFileSync(join(tools, "web", "greeter.py"), source("Greeter", "hello"));
  writeFileSync(join(tools, "exec.py"), source("Exec", "own"));
  try {
    for (const name of ["Greeter", "tools.greeter.Greeter"]) {
      const found = await json("call", "local", `${name}.greet`, "--args", '["you"]');
      expect(found).toMatchObject({ status: 0, reply: { ok: true, value: "hello you" } });
    }
    const clash = await json("call", "local", "Exec.greet", "--args", '["you"]');
    expect(clash.status).not.toBe(0);
    expect(clash.reply.error.message).toContain(
      "the built-in rmote.tools.exec.Exec, tools/exec.py",
    );
    expect(clash.reply.error.advice).toContain("--tool-file");
    const file = ["--tool-file", join(tools, "exec.py")];
    const named = await json("call", "local", "Exec.greet", ...file, "--args", '["you"]');
    expect(named.reply).toMatchObject({ ok: true, value: "own you" });
  } finally {
    rmSync(tools, { recursive: true });
  }
});

test("call by address, with identity and options for ssh", async () => {
  const args = [
    "call",
    `127.0.0.1:${sshd.port}`,
    "FileSystem.read_str",
    "--args",
    '["/etc/hostname"]',
  ];
  const ssh = [
    "--identity",
    sshd.identity,
    "--ssh-option",
    `UserKnownHostsFile=${sshd.knownHosts}`,
  ];
  for (const form of [
    ["--ssh-option", "-C"],
    ["--ssh-option", "-o", "--ssh-option", "Compression=yes"],
  ]) {
    const { status, reply } = await json(...args, ...ssh, ...form);
    expect(status, JSON.stringify(reply)).toBe(0);
    expect(typeof reply.value).toBe("string");
  }
});

test("hosts lists this machine and the configuration", async () => {
  const { reply } = await json("hosts");
  const user = userInfo().username;
  const plain = { tags: [], group: "" };
  expect(reply).toEqual([
    { name: "local", source: "local", hostname: hostname(), port: null, user, ...plain },
    { name: "web1", source: "config", hostname: "127.0.0.1", port: sshd.port, user, ...plain },
  ]);
  const { stdout } = await cli(["hosts"], env);
  expect(stdout).toContain("local  This machine");
});

test("an exception of the tool: exit status 1 and its traceback", async () => {
  const args = ["call", "local", "FileSystem.read_str", "--args", '["/no/such"]'];
  const { status, reply } = await json(...args);
  expect(status).toBe(1);
  expect(reply.error).toMatchObject({ code: "tool_error", type: "FileNotFoundError" });
  expect(reply.error.traceback[0]).toMatchObject({
    file: "rmote/tools/fs.py",
    function: expect.stringContaining("read_str"),
  });
  const plain = await cli(args, env);
  expect(plain.stderr).toContain('File "rmote/tools/fs.py", line');
  expect(plain.stderr.trimEnd()).toMatch(/FileNotFoundError: .*'\/no\/such'$/);
});

test("usage: exit status 2, and what there is", async () => {
  for (const args of [
    ["call", "local", "Exec.nope"],
    ["call", "local", "Nope.shell"],
    ["call", "local", "shell"],
    ["call", "local", "Exec.shell", "--args", "{"],
    ["call", "local", "Exec.shell", "--args", "{}"],
    ["call", "local", "Exec.shell", "--kwargs", "[]"],
    ["call", "local", "Exec.shell", "--timeout", "soon"],
    ["call", "local", "Exec.shell", "--connect-timeout", "0"],
    ["call", "local", "Exec.shell", "--transport", "pigeon"],
    ["call", "box", "Exec.shell", "--command", ""],
    ["call", "box", "Exec.shell", "--command", "docker exec 'box"],
    ["call", "box", "Exec.shell", "--command", "env", "--transport", "local"],
    ["call", "box", "Exec.shell", "--command", "env", "--identity", "key"],
    ["call", "box", "Exec.shell", "--command", "env", "--ssh-option", "-C"],
    ["call", "local", "Exec.shell", "--tool-file", "/no/such.py"],
    ["call", "local", "Exec.shell", "--no-such-option"],
    ["call", "local"],
    ["nonsense"],
  ]) {
    const { status, stderr } = await cli(args, env);
    expect(status, args.join(" ")).toBe(2);
    expect(stderr).not.toBe("");
  }
});

test("no connection: exit status 3", async () => {
  const { status, reply } = await json("call", "127.0.0.1:1", "Exec.shell", "--args", '["true"]');
  expect(status).toBe(3);
  expect(reply.error.code).toBe("connection_refused");
  const missing = await json(
    "call",
    "local",
    "Exec.shell",
    "--python",
    "/no/python",
    "--args",
    '["true"]',
  );
  expect([missing.status, missing.reply.error.code]).toEqual([3, "no_python"]);
});

test("call over a command, whose peer may say much before", async () => {
  const args = ["call", "any name", "Exec.shell", "--args", '["echo $WORDS"]'];
  const { status, reply } = await json(...args, "--command", `env 'WORDS=one two' ${wordyPeer}`);
  expect(status, JSON.stringify(reply)).toBe(0);
  expect(reply.value.stdout).toBe("one two\n");
});

test("call over a command whose peer is no agent: exit status 3, and why", async () => {
  const left = [...hostilePeers];
  const next = async () => {
    for (let peer = left.pop(); peer !== undefined; peer = left.pop()) {
      const limit = peer.code === "connect_timeout" ? "0.3" : "30";
      const peerArgs = ["--command", peer.prefix, "--connect-timeout", limit];
      const { status, reply } = await json("call", "x", "Exec.shell", ...peerArgs);
      expect([status, reply.error.code], peer.name).toEqual([3, peer.code]);
      expect(reply.error.message).toMatch(/\.$/);
      expect(reply.error.advice).toMatch(/\.$/);
    }
  };
  await Promise.all([next(), next(), next(), next(), next(), next()]);
  expect(processesWith(LINGERS)).toEqual([]);
});

test("deadline: exit status 4", async () => {
  const { status, reply } = await json(
    "call",
    "local",
    "Exec.shell",
    "--args",
    '["sleep 100"]',
    "--timeout",
    "0.3",
  );
  expect([status, reply.error.code]).toEqual([4, "deadline"]);
});

test("items are printed as they come, and Ctrl-C keeps them: exit status 4", async () => {
  const go = join(folder, "go");
  const script = `echo one; until [ -e ${go} ]; do sleep 0.02; done; echo two; exec sleep 300`;
  const child = startCli(["call", "web1", "Exec.lines", "--args", JSON.stringify([script])], env);
  let printed = "";
  child.stdout.on("data", (data: Buffer) => {
    printed += data.toString();
  });
  const seen = (text: string) =>
    eventually(
      () => printed,
      (now) => now === text,
    );
  await seen("one\n");
  writeFileSync(go, "");
  await seen("one\ntwo\n");
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([4, null]);
  expect(printed).toBe("one\ntwo\n");
});

const yielding = () => {
  const file = join(folder, "yielding.py");
  writeFileSync(
    file,
    [
      "from rmote.protocol import Tool",
      "class Yielding(Tool):",
      "    @staticmethod",
      "    def items(values, returned=None, raised=None):",
      "        yield from values",
      "        if raised is not None:",
      "            raise ValueError(raised)",
      "        return returned",
      "    @staticmethod",
      "    def large(path, count):",
      "        for number in range(count):",
      "            with open(path, 'w') as file:",
      "                file.write(str(number))",
      "            yield '.' * 65535",
      "",
    ].join("\n"),
  );
  return file;
};

test("each item is a line, and a return value comes after them unless it is null", async () => {
  const items = async (...args: unknown[]) => {
    const given = ["--args", JSON.stringify(args), "--tool-file", yielding()];
    return (await cli(["call", "local", "Yielding.items", ...given], env)).stdout;
  };
  expect(await items(["text", { a: [1, null] }, 2.5])).toBe('text\n{"a":[1,null]}\n2.5\n');
  expect(await items(["text"], "returned")).toBe("text\nreturned\n");
  expect(await items([])).toBe("");
});

test("--json has all items at the end, also those before a failure", async () => {
  const items = (...args: unknown[]) => {
    const given = ["--args", JSON.stringify(args), "--tool-file", yielding()];
    return json("call", "local", "Yielding.items", ...given);
  };
  expect((await items([1, "b"], "returned")).reply).toMatchObject({ ok: true, value: [1, "b"] });
  expect((await items([])).reply).toMatchObject({ ok: true, value: [] });
  const failed = await items([1, "b"], null, "midway");
  expect(failed.status).toBe(1);
  expect(failed.reply).toMatchObject({
    ok: false,
    error: { code: "tool_error", type: "ValueError" },
    items: [1, "b"],
  });
});

test("whoever reads slowly slows the target down", async () => {
  const count = 1000;
  const path = join(folder, "count");
  const args = ["--args", JSON.stringify([path, count]), "--tool-file", yielding()];
  const child = startCli(["call", "local", "Yielding.large", ...args], env);
  await eventually(() => existsSync(path), Boolean);
  // Nobody reads: the target is as far as it gets when it has not moved for a while.
  let before = "";
  let same = 0;
  const stopped = await eventually(
    () => readFileSync(path, "utf8"),
    (now) => {
      same = now === before ? same + 1 : 0;
      before = now;
      return same === 25;
    },
  );
  expect(Number(stopped)).toBeLessThan(count / 2);
  let length = 0;
  child.stdout.on("data", (data: Buffer) => {
    length += data.length;
  });
  expect(await once(child, "close")).toEqual([0, null]);
  expect(length).toBe(count * 65_536);
});

test("values keep their type and every digit, also from standard input", async () => {
  const file = join(folder, "echo.py");
  writeFileSync(
    file,
    [
      "from rmote.protocol import Tool",
      "class Echo(Tool):",
      "    @staticmethod",
      "    def types(*args, **kwargs):",
      "        return [repr(args), kwargs, args]",
      "",
    ].join("\n"),
  );
  const input =
    '[12345678901234567890123, 1.0, {"$bytes": "AP8="}, {"$tuple": [null]}, 9007199254740993]';
  const { status, stdout } = await cli(
    [
      "call",
      "local",
      "Echo.types",
      "--tool-file",
      file,
      "--args",
      "-",
      "--kwargs",
      '{"k": {"$set": [1]}}',
      "--json",
    ],
    env,
    input,
  );
  expect(status).toBe(0);
  expect(stdout).toContain(
    "(12345678901234567890123, 1.0, b'\\\\x00\\\\xff', (None,), 9007199254740993)",
  );
  expect(stdout).toContain('{"k":{"$set":[1]}}');
  expect(stdout).toContain(
    '{"$tuple":[12345678901234567890123,1.0,{"$bytes":"AP8="},{"$tuple":[null]},9007199254740993]}',
  );
});

test("a tool file that the target cannot compile is refused with file and line", async () => {
  const file = join(folder, "broken.py");
  writeFileSync(file, "x = 1\ndef broken(:\n");
  const { status, reply } = await json("call", "local", "Broken.run", "--tool-file", file);
  expect(status).toBe(1);
  expect(reply.error).toMatchObject({ code: "tool_refused", type: "SyntaxError" });
  expect(reply.error.traceback.at(-1)).toMatchObject({ file, line: 2 });
});

test("whoever reads the output may stop reading", async () => {
  const script = `"$0" "$1" call local Exec.shell --args '["seq 200000"]' | head -c 1`;
  const { stdout, stderr } = await promisify(execFile)(
    "sh",
    ["-c", script, process.execPath, join(root, "scripts/rmote-desktop.mjs")],
    { env: { ...process.env, ...env } },
  );
  expect(stdout).toBe("{");
  expect(stderr).not.toContain("Error");
});

test("the help says what there is", async () => {
  const { status, stdout } = await cli(["call", "--help"], env);
  expect(status).toBe(0);
  for (const option of [
    "--args",
    "--kwargs",
    "--tool-file",
    "--timeout",
    "--connect-timeout",
    "--command",
    "--ssh-option",
    "--json",
  ]) {
    expect(stdout).toContain(option);
  }
});
