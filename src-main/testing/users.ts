import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const DOAS_FILE = "/etc/doas.conf";

/** Users of this machine for one test file, made and removed by root. */
export class TestUsers {
  readonly #names: string[] = [];
  readonly #sudoersFile = `/etc/sudoers.d/rmote-${randomBytes(4).toString("hex")}`;
  readonly #doasBefore = existsSync(DOAS_FILE) ? readFileSync(DOAS_FILE) : null;
  #hasDoas = false;

  /** Makes a user with a home of its own, and returns the name. */
  add({ password = "", shell = "/bin/sh" } = {}): string {
    const name = `rmote${randomBytes(4).toString("hex")}`;
    execFileSync("useradd", ["--create-home", "--shell", shell, name]);
    this.#names.push(name);
    if (password !== "") execFileSync("chpasswd", { input: `${name}:${password}\n` });
    return name;
  }

  setShell(name: string, shell: string): void {
    execFileSync("usermod", ["--shell", shell, name]);
  }

  /** What sudoers says beside the system's own. @throws where sudo does not take it */
  sudoers(lines: string[]): void {
    writeFileSync(this.#sudoersFile, `${lines.join("\n")}\n`, { mode: 0o440 });
    try {
      execFileSync("visudo", ["-c", "-f", this.#sudoersFile], { stdio: "pipe" });
    } catch (error) {
      // A broken file would stop sudo for everybody.
      rmSync(this.#sudoersFile);
      throw error;
    }
  }

  doas(lines: string[]): void {
    this.#hasDoas = true;
    writeFileSync(DOAS_FILE, `${lines.join("\n")}\n`, { mode: 0o600 });
  }

  removeAll(): void {
    rmSync(this.#sudoersFile, { force: true });
    if (this.#hasDoas) {
      if (this.#doasBefore === null) rmSync(DOAS_FILE, { force: true });
      else writeFileSync(DOAS_FILE, this.#doasBefore, { mode: 0o600 });
    }
    for (const name of this.#names.splice(0)) {
      execFileSync("userdel", ["--force", "--remove", name], { stdio: "pipe" });
    }
  }
}
