import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { eventually } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { cli, startCli } from "./cli";

let sshd: Sshd;
let folder: string;
let env: Record<string, string>;
/** An environment in which no Python is found. */
let withoutPython: Record<string, string>;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  folder = mkdtempSync(join(tmpdir(), "rmote-render-"));
  env = { RMOTE_DESKTOP_HOME: folder, RMOTE_DESKTOP_SSH_CONFIG: sshd.configFile };
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync("/bin/sh", join(bin, "sh"));
  withoutPython = { ...env, PATH: bin };
});
test.afterAll(async () => {
  await sshd.stop();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const pythons: [string, () => Record<string, string>][] = [
  ["python3", () => env],
  ["WebAssembly, where there is no python3", () => withoutPython],
];

for (const [name, environment] of pythons) {
  test.describe(`render by ${name}`, () => {
    const render = (args: string[], input = "") => cli(["render", ...args], environment(), input);

    test("prints the rendered bytes and nothing else", async () => {
      const file = write("a.conf.mako", "% for p in ports:\r\nlisten ${p};\r\n% endfor\r\nname é");
      const data = write("a.conf.test.yaml", "ports: [80, 8080] # two\n");
      const result = await render([file, "--data", data]);
      expect(result).toEqual({
        status: 0,
        stdout: "listen 80;\r\nlisten 8080;\r\nname é",
        stderr: "",
      });
    });

    test("reads data from standard input, as JSON or YAML, and none without --data", async () => {
      const file = write("b.mako", "${n} ${type(f).__name__}\n");
      for (const input of [
        '{"n": 12345678901234567890, "f": 1.0}',
        "n: 12345678901234567890\nf: 1.0",
      ]) {
        const result = await render([file, "--data", "-"], input);
        expect(result).toEqual({ status: 0, stdout: "12345678901234567890 float\n", stderr: "" });
      }
      expect(await render([write("c.mako", "${1 + 1}")])).toMatchObject({ status: 0, stdout: "2" });
    });

    test("says where an expression raises, and prints nothing of the text", async () => {
      const file = write("d.mako", "a\nb ${1 / x}\n");
      const data = write("d.json", '{"x": 0}');
      expect(await render([file, "--data", data])).toEqual({
        status: 1,
        stdout: "",
        stderr: `${file}:2:5: ZeroDivisionError: division by zero\n`,
      });
      const { status, stdout, stderr } = await render([file, "--data", data, "--json"]);
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({
        ok: false,
        error: {
          code: "tool_error",
          message: "ZeroDivisionError: division by zero",
          line: 2,
          column: 5,
          expression: "1 / x",
        },
      });
    });

    test("says where a template is none, and which name is missing", async () => {
      const open = write("e.mako", "a\n% if x\n");
      const result = await render([open]);
      expect(result.status).toBe(1);
      expect(result.stdout).toBe("");
      expect(result.stderr).toMatch(new RegExp(`^${open}:2:3: .+\\n$`));
      const missing = write("f.mako", "${port}");
      expect((await render([missing])).stderr).toContain(
        `${missing}:1:3: NameError: 'port' is not defined`,
      );
    });

    test("prints a value as JSON", async () => {
      const { status, stdout } = await render([write("g.mako", 'a "b"\n'), "--json"]);
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: '{"ok":true,"value":"a \\"b\\"\\n"}\n',
      });
    });
  });
}

test("without a python3 nothing but its own Python was used", async () => {
  const file = write("version.mako", "% import sys\n${sys.platform}");
  expect((await cli(["render", file], withoutPython)).stdout).toBe("emscripten");
  expect((await cli(["render", file], env)).stdout).toBe("linux");
});

test("renders on a host, with its facts and what the list says of it", async () => {
  const file = write(
    "host.mako",
    "% import sys\n${host['name']} ${host['address']} ${facts['hostname']['name']} ${sys.platform}\n",
  );
  expect(await cli(["render", file, "--host", "web1"], env)).toEqual({
    status: 0,
    stdout: `web1 127.0.0.1 ${hostname()} linux\n`,
    stderr: "",
  });
  const data = write(
    "host.yaml",
    "host: {name: mine, address: there}\nfacts: {hostname: {name: none}}\n",
  );
  // What the data has under these names is a sample, for when there is no host.
  const onHost = await cli(["render", file, "--host", "web1", "--data", data], env);
  expect(onHost.stdout).toBe(`web1 127.0.0.1 ${hostname()} linux\n`);
  expect((await cli(["render", file, "--data", data], env)).stdout).toBe("mine there none linux\n");
});

test("names the Python of the host whose error it shows", async () => {
  const file = write("bad.mako", "${nope}\n");
  const { status, stderr } = await cli(["render", file, "--host", "web1"], env);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /bad\.mako:1:3: NameError: .*\nRendered by Python 3\.\d+\.\S+ of web1\.\n$/,
  );
  const { stdout } = await cli(["render", file, "--host", "web1", "--json"], env);
  expect(JSON.parse(stdout).error.python).toMatch(/^3\./);
});

for (const host of [[], ["--host", "web1"]]) {
  test(`--check compares with a file ${host.length > 0 ? "of the host" : "here"}`, async () => {
    const file = write("check.mako", "a\n${b}\nc\n");
    const data = write("check.json", '{"b": "B"}');
    const target = write("check.txt", "a\nB\nc\n");
    const check = (...more: string[]) =>
      cli(["render", file, "--data", data, "--check", target, ...host, ...more], env);
    expect(await check()).toEqual({ status: 0, stdout: "a\nB\nc\n", stderr: "" });
    writeFileSync(target, "a\nb\nc\n");
    expect(await check()).toEqual({
      status: 1,
      stdout: "a\nB\nc\n",
      stderr: `--- ${target}\n+++ rendered\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n`,
    });
    const { status, stdout, stderr } = await check("--json");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      value: "a\nB\nc\n",
      check: { path: target, equal: false, diff: expect.stringContaining("-b\n+B\n") },
    });
    rmSync(target);
    const missing = await check();
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain("--- /dev/null\n+++ rendered\n@@ -0,0 +1,3 @@\n+a\n");
    // Nothing was written.
    expect(() => readFileSync(target)).toThrow("ENOENT");
  });
}

test("what cannot be read is said before anything is rendered", async () => {
  const file = write("ok.mako", "ok\n");
  const cases: [string[], number, string][] = [
    [[join(folder, "none.mako")], 2, "none.mako cannot be read."],
    [[write("latin.mako", Uint8Array.of(0xe9))], 2, "latin.mako is no text in UTF-8."],
    [
      [file, "--data", write("bad.yaml", "a: 1\na: 2\n")],
      2,
      "bad.yaml:2:1: This name is here twice.",
    ],
    [
      [file, "--data", write("list.json", "[1]")],
      2,
      "list.json:1:1: A data set is an object of names",
    ],
    [[file, "--host", "no-such-host.invalid"], 3, "no-such-host.invalid"],
  ];
  for (const [args, status, message] of cases) {
    const result = await cli(["render", ...args], env);
    expect(result, args.join(" ")).toMatchObject({ status, stdout: "" });
    expect(result.stderr).toContain(message);
  }
});

test("bytes that are no UTF-8 come out as they are", async () => {
  const file = write("bytes.mako", "% import os\n${os.fsdecode(b'a\\xff')}");
  const child = startCli(["render", file], env);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise((done) => child.once("close", done));
  expect([...Buffer.concat(chunks)]).toEqual([0x61, 0xff]);
});

for (const [name, environment] of pythons) {
  test(`an interrupt ends a template that does not, by ${name}`, async () => {
    const began = join(folder, `began-${name.length}`);
    const file = write(
      "endless.mako",
      `% open(${JSON.stringify(began)}, 'w').close()\n% while True:\n% endwhile\n`,
    );
    const endless = write("endless-wasm.mako", "% while True:\n% endwhile\n");
    const isWasm = environment() === withoutPython;
    const child = startCli(["render", isWasm ? endless : file], environment());
    const ended = new Promise<number | null>((done) => child.once("close", done));
    if (isWasm)
      await eventually(
        () => busiest(child.pid),
        (seconds) => seconds > 3,
        60_000,
      );
    else await eventually(() => existsSync(began), Boolean);
    child.kill("SIGINT");
    expect(await ended).toBe(4);
  });
}

/** Seconds of processor time of the thread that has taken most of it. */
const busiest = (pid: number | undefined) =>
  Math.max(
    ...readdirSync(`/proc/${pid}/task`).map((id) => {
      const stat = readFileSync(`/proc/${pid}/task/${id}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")")).split(" ")[12]) / 100;
    }),
  );

test("the help names the options", async () => {
  const { stdout } = await cli(["render", "--help"], env);
  for (const option of ["--data", "--host", "--check", "--json"]) expect(stdout).toContain(option);
});
