import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Ssh2Target } from "../transport/ssh2/ssh2";

/** A real sshd on loopback, with keys and a client configuration of its own. */
export interface Sshd {
  port: number;
  /** Folder of keys and configuration; gone after `stop`. */
  folder: string;
  /** Client configuration (`ssh -F`) that has the aliases. */
  configFile: string;
  knownHosts: string;
  /** Private key that the server accepts. */
  identity: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts sshd for the user that runs this. What it says goes to `sshd.log` in its folder.
 * @param aliases names that the client configuration gives it
 * @param serverOptions further lines for the server's configuration, before ours; a Match block last
 * @throws Error with sshd's own words when it does not come up
 */
export async function startSshd(
  aliases: string[] = ["loopback"],
  serverOptions: string[] = [],
): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), "rmote-sshd-"));
  const user = userInfo().username;
  // sshd drops its privileges into this folder when root starts it.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  for (const name of ["host_key", "user_key"]) {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
  }
  const port = await freePort();
  const publicKey = readFileSync(join(folder, "host_key.pub"), "utf8").split(" ").slice(0, 2);
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${publicKey.join(" ")}\n`);
  const log = join(folder, "sshd.log");
  const firstMatch = serverOptions.findIndex((line) => line.startsWith("Match "));
  const match = firstMatch === -1 ? serverOptions.length : firstMatch;
  writeFileSync(
    join(folder, "sshd_config"),
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host_key")}`,
      `AuthorizedKeysFile ${join(folder, "user_key.pub")}`,
      `PidFile ${join(folder, "sshd.pid")}`,
      // The first value of an option holds, and a Match block goes to the end of the file.
      ...serverOptions.slice(0, match),
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin prohibit-password",
      "StrictModes no",
      "UsePAM no",
      "MaxStartups 200",
      ...serverOptions.slice(match),
      "",
    ].join("\n"),
  );
  const configFile = join(folder, "config");
  const identity = join(folder, "user_key");
  const hosts = aliases.map((alias) =>
    [`Host ${alias}`, "  HostName 127.0.0.1", `  Port ${port}`, `  User ${user}`, ""].join("\n"),
  );
  const everyone = [
    "Host *",
    `  IdentityFile ${identity}`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${knownHosts}`,
    "  StrictHostKeyChecking yes",
    "",
  ].join("\n");
  writeFileSync(configFile, [...hosts, everyone].join("\n"));
  const sshd = sshdPath();
  // sshd insists on being started by its whole path.
  const child = spawn(sshd, ["-D", "-E", log, "-f", join(folder, "sshd_config")], {
    stdio: "ignore",
  });
  await listening(child, port, log);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, folder, configFile, knownHosts, identity, pid: child.pid ?? 0, stop };
}

/** How the client that is built in reaches it, as the one user or another one. */
export function ssh2Target({ configFile }: Sshd, user: string | null = null): Ssh2Target {
  const unset = { port: null, identity: null, jump: [], sshOptions: [] };
  return { name: "web1", address: "loopback", user, configFile, ...unset };
}

function sshdPath(): string {
  const found = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error("There is no sshd on this machine. Install it: apt install openssh-server");
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Resolves when the port answers, rejects when the process ends first. */
async function listening(child: ChildProcess, port: number, log: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error(`sshd ended at once: ${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
    }
    const socket = connect(port, "127.0.0.1");
    const [event] = await Promise.race([
      once(socket, "connect").then(() => ["connect"]),
      once(socket, "error").then(() => ["error"]),
    ]).catch(() => ["error"]);
    socket.destroy();
    if (event === "connect") return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
