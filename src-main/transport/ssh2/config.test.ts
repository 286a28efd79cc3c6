import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sshHome } from "../../ssh-config/ssh-home";
import { failureOf } from "../../testing/failure-of";
import { allowed, knownFirst } from "./algorithms";
import { type HopConfig, hopConfig } from "./hop-config";
import { optionsOfFiles } from "./options-of-files";
import { optionsOfSsh } from "./options-of-ssh";
import type { Ssh2Target } from "./target";

const folder = mkdtempSync(join(tmpdir(), "rmote-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, ...lines: string[]) => {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
};
const target = (configFile: string, more: Partial<Ssh2Target> = {}): Ssh2Target => ({
  name: "web",
  address: "web",
  user: null,
  port: null,
  identity: null,
  jump: [],
  sshOptions: [],
  configFile,
  ...more,
});

mkdirSync(join(folder, "parts"));
written("parts/one", "Host web", "  ConnectTimeout 7", "  IdentityFile ~/.ssh/from_include");
const main = written(
  "main",
  "# mine",
  `Include ${folder}/parts/*`,
  'Host="web" other',
  "  HostName 10.0.0.%%h",
  "  HostName ignored",
  "  Port=2222",
  "  User deploy # comment",
  '  IdentityFile "/keys/%r at %h:%p"',
  "  IdentityFile ~/.ssh/second",
  "  IdentityAgent none",
  "  UserKnownHostsFile /known/one /known/%k",
  "  HostKeyAlias alias.example.org",
  "  StrictHostKeyChecking accept-new",
  "  ServerAliveInterval 9",
  "  ProxyJump first,second:23",
  "Host !web *",
  "  Port 1",
  "Match originalhost web user deploy",
  "  Compression yes",
  "Match host nowhere",
  "  ConnectTimeout 1",
  "Match all",
  "  HashKnownHosts yes",
);

const same = (hop: HopConfig) => ({ ...hop, algorithms: null, agent: null });

describe("the options of a destination", () => {
  it("are the same from the files as ssh says", async () => {
    for (const each of [
      target(main),
      target(main, { address: "stranger", name: "stranger" }),
      target(main, { user: "root", port: 22, identity: written("key"), jump: ["a", "b"] }),
      target(main, { sshOptions: ["Port=99", "IdentitiesOnly=yes"] }),
    ]) {
      const ssh = hopConfig(each, (await optionsOfSsh(each, undefined)) ?? new Map());
      const files = hopConfig(each, await optionsOfFiles(each));
      // ssh -G names the keys that it tries anyway; here they are the usual ones.
      if (each.address === "stranger") {
        ssh.identityFiles = [];
        files.identityFiles = [];
      }
      expect(same(files)).toEqual(same(ssh));
    }
  });

  it("are read with their tokens", async () => {
    const each = target(main);
    const hop = hopConfig(each, await optionsOfFiles(each));
    expect(hop).toMatchObject({
      host: "10.0.0.%h",
      port: 2222,
      user: "deploy",
      identityFiles: [
        `${sshHome()}/.ssh/from_include`,
        "/keys/deploy at 10.0.0.%h:2222",
        `${sshHome()}/.ssh/second`,
      ],
      agent: null,
      userKnownHosts: ["/known/one", "/known/alias.example.org"],
      keyAlias: "alias.example.org",
      unknownKeys: "accept",
      connectTimeoutMs: 7000,
      aliveIntervalMs: 9000,
      compression: true,
      hashKnownHosts: true,
      proxyJump: ["first", "second:23"],
    });
  });

  it("are refused where only OpenSSH can say what they are", async () => {
    const exec = target(written("exec", 'Match host web exec "touch /nowhere"', "Port 1"));
    const failure = await failureOf(optionsOfFiles(exec));
    expect([failure.code, failure.message]).toEqual([
      "bad_request",
      expect.stringContaining("Match exec"),
    ]);
    const loop = join(folder, "endless");
    written("endless", `Include ${loop}`);
    expect((await failureOf(optionsOfFiles(target(loop)))).code).toBe("bad_request");
    const missing = target(join(folder, "missing"));
    expect((await failureOf(optionsOfFiles(missing))).code).toBe("bad_request");
  });
});

describe("algorithms", () => {
  it("are those that the configuration allows, and old ones only where it asks for them", () => {
    expect(allowed("serverHostKey", undefined)).not.toContain("ssh-rsa");
    expect(allowed("serverHostKey", "+ssh-rsa")).toContain("ssh-rsa");
    expect(allowed("hmac", "-hmac-sha1")).not.toContain("hmac-sha1");
    expect(allowed("serverHostKey", "^rsa-sha2-256")[0]).toBe("rsa-sha2-256");
    expect(allowed("cipher", "nothing,aes256-ctr")).toEqual(["aes256-ctr"]);
    expect(allowed("kex", "sntrup761x25519-sha512")).toEqual([]);
  });

  it("begin with those of keys that are known", () => {
    expect(knownFirst(allowed("serverHostKey", undefined), ["ssh-rsa"]).slice(0, 2)).toEqual([
      "rsa-sha2-512",
      "rsa-sha2-256",
    ]);
  });
});
