import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2, { type Connection, type ServerConfig } from "ssh2";
import type { Ssh2Target } from "../transport/ssh2/ssh2";

/** A server on loopback that does what sshd of a test's user cannot, and a target that knows it. */
export interface TestServer {
  port: number;
  folder: string;
  target: Ssh2Target;
  stop(): Promise<void>;
}

async function listen(onSocket: (socket: Socket) => void, folder: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onSocket(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  const publicKey = readFileSync(join(folder, "host.pub"), "utf8");
  writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${port} ${publicKey}`);
  const options = [
    `UserKnownHostsFile=${join(folder, "known_hosts")}`,
    "IdentityFile=none",
    "IdentityAgent=none",
  ];
  const target: Ssh2Target = {
    name: "box",
    address: "127.0.0.1",
    user: "deploy",
    port,
    identity: null,
    jump: [],
    sshOptions: options,
    configFile: "/dev/null",
  };
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, folder, target, stop };
}

function keyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rmote-ssh2-"));
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "host")]);
  return folder;
}

/** ssh2's own server class, for logins that take another user or PAM. */
export function startSsh2Server(
  onConnection: (connection: Connection) => void,
  config: Partial<ServerConfig> = {},
): Promise<TestServer> {
  const folder = keyFolder();
  const hostKeys = [readFileSync(join(folder, "host"))];
  const server = new ssh2.Server({ hostKeys, ...config }, (connection) => {
    connection.on("error", () => {});
    onConnection(connection);
  });
  return listen((socket) => server.injectSocket(socket), folder);
}

/** A server that speaks whatever the test writes. */
export function startRawServer(onSocket: (socket: Socket) => void): Promise<TestServer> {
  return listen(onSocket, keyFolder());
}

/** Lets a connection run `cat`, as far as a session goes. */
export function echoSessions(connection: Connection): void {
  connection.on("session", (accept) => {
    accept().on("exec", (acceptExec) => {
      const channel = acceptExec();
      channel.pipe(channel);
      channel.on("end", () => {
        channel.exit(0);
        channel.end();
      });
    });
  });
}
