import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfigFiles } from "./config-files";
import { plainOptions } from "./plain-options";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-plain-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** What one or several files say of `web`, and what could not be told. */
async function read(...files: string[]) {
  const problems: string[] = [];
  const configs = await Promise.all(files.map((file) => readConfigFiles(file, folder)));
  const options = plainOptions(configs, "web", { sshOptions: ["Port=99"] }, (problem) =>
    problems.push(problem),
  );
  return { options: Object.fromEntries(options), problems };
}

describe("plainOptions", () => {
  it("goes by the first value, what is given before the files, the user's before the system's", async () => {
    const user = write("user", "Host web", "  Port 1", "  User 'me too'", "  IdentityFile ~/a b");
    const system = write("system", "User nobody", "IdentityFile /b", "Compression yes");
    const { options, problems } = await read(user, system);
    expect(options).toEqual({
      port: ["99"],
      user: ["me too"],
      identityfile: ["~/a b", "/b"],
      compression: ["yes"],
    });
    expect(problems).toEqual([]);
  });

  it("leaves out a section that only ssh can decide, and says which, where it is not refused", async () => {
    const file = write(
      "config",
      "Match originalhost web !user nobody",
      "  HostName %h.example.org",
      'Match host *.org exec "true"',
      "  User never",
      "Match host *.org",
      "  User deploy",
    );
    const { options, problems } = await read(file);
    expect(options).toMatchObject({ hostname: ["web.example.org"], user: ["deploy"] });
    expect(problems).toEqual([`${file}:3 asks for “Match exec”, which only OpenSSH can answer.`]);
  });

  it("misses what cannot be read only where it counts", async () => {
    // Larger than any configuration: that stops root too.
    truncateSync(write("closed"), 9 * 1024 * 1024);
    const elsewhere = write("elsewhere", "Host other", "  Include closed");
    expect((await read(elsewhere)).problems).toEqual([]);
    const here = write("here", "Host web", "  Include closed");
    expect((await read(here)).problems).toEqual([`${join(folder, "closed")} cannot be read.`]);
  });
});
