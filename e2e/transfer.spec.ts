import { randomBytes } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { eventually } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { cli, startCli } from "./cli";

/** The commands `upload` and `download`, over ssh to a real sshd. Both ends are this machine. */
let sshd: Sshd;
let home: string;
let folder: string;
let env: Record<string, string>;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  env = { RMOTE_DESKTOP_HOME: home, RMOTE_DESKTOP_SSH_CONFIG: sshd.configFile };
});
test.afterAll(async () => {
  await sshd.stop();
  rmSync(home, { recursive: true });
});
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-transfer-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: string[]) => join(folder, ...names);

test("a file goes there and comes back, with its mode, and is not sent twice", async () => {
  const content = randomBytes(3 * 2 ** 20 + 17);
  writeFileSync(at("here"), content);
  chmodSync(at("here"), 0o640);

  const missing = await cli(["upload", "web1", at("here"), at("new", "there")], env);
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain("new");

  const sent = await cli(["upload", "web1", at("here"), at("new", "there"), "--parents"], env);
  expect(sent).toEqual({
    status: 0,
    stdout: `${at("new", "there")}: written (3.0 MiB)\n`,
    stderr: "",
  });
  expect(readFileSync(at("new", "there")).equals(content)).toBe(true);
  expect(statSync(at("new", "there")).mode & 0o777).toBe(0o640);
  const again = await cli(["upload", "web1", at("here"), at("new", "there")], env);
  expect(again.stdout).toBe(`${at("new", "there")}: unchanged (3.0 MiB)\n`);

  const back = await cli(["download", "web1", at("new", "there"), at("back"), "--json"], env);
  expect(JSON.parse(back.stdout)).toMatchObject({
    ok: true,
    value: { path: at("back"), changed: true, size: content.length, resumedAt: 0 },
  });
  expect(readFileSync(at("back")).equals(content)).toBe(true);
  expect(statSync(at("back")).mode & 0o777).toBe(0o640);
});

test("a folder goes with all that is in it, and what only the other end has stays", async () => {
  mkdirSync(at("site", "empty"), { recursive: true });
  writeFileSync(at("site", "index.html"), "<p>hello</p>\n");
  symlinkSync("index.html", at("site", "start.html"));
  mkdirSync(at("copy"));
  writeFileSync(at("copy", "own"), "");
  const sent = await cli(["upload", "web1", at("site"), at("copy")], env);
  expect(sent.stdout).toBe(`${at("copy")}: 3 changed (1 file, 13 B)\n`);
  expect(readdirSync(at("copy")).sort()).toEqual(["empty", "index.html", "own", "start.html"]);
  const fetched = await cli(["download", "web1", at("copy"), at("back")], env);
  expect(fetched.status).toBe(0);
  expect(readFileSync(at("back", "start.html"), "utf8")).toBe("<p>hello</p>\n");
  const again = await cli(["download", "web1", at("copy"), at("back")], env);
  expect(again.stdout).toBe(`${at("back")}: unchanged (2 files, 13 B)\n`);
});

test("an interrupt leaves the old file, and the next try goes on", async () => {
  const content = randomBytes(96 * 2 ** 20);
  writeFileSync(at("here"), content);
  writeFileSync(at("there"), "old");
  const parts = () => readdirSync(folder).filter((name) => name.endsWith(".part"));
  const sizeOfPart = () => parts().map((name) => statSync(at(name)).size)[0] ?? 0;
  const child = startCli(["upload", "web1", at("here"), at("there")], env);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await eventually(sizeOfPart, (size) => size > 16 * 2 ** 20, 30_000);
  child.kill("SIGINT");
  expect(await ended).toBe(4);
  expect(readFileSync(at("there"), "utf8")).toBe("old");

  const sent = await cli(["upload", "web1", at("here"), at("there"), "--json"], env);
  const { ok, value } = JSON.parse(sent.stdout);
  expect([ok, value.changed]).toEqual([true, true]);
  expect(value.resumedAt).toBeGreaterThan(8 * 2 ** 20);
  expect(readFileSync(at("there")).equals(content)).toBe(true);
  expect(parts()).toEqual([]);
});

test("what cannot be carried is said before anything is connected to, or by the target", async () => {
  const none = await cli(["upload", "no-such-host.invalid", at("none"), "/tmp/x"], env);
  expect(none.status).toBe(2);
  expect(none.stderr).toContain(`${at("none")} cannot be read.`);
  const there = await cli(["download", "web1", at("none"), at("back")], env);
  expect(there.status).toBe(1);
  expect(there.stderr).toContain("none");
  writeFileSync(at("here"), "");
  const host = await cli(["upload", "no-such-host.invalid", at("here"), "/tmp/x"], env);
  expect(host.status).toBe(3);
});
