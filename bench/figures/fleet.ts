import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../src-main/session/connection";
import type { Figure, Row } from "../figure";
import type { Lab } from "../lab";
import { ECHO_COMMAND, runToExit } from "../raw";
import { inTurn, timed } from "../statistics";
import { smallCall, smallFrame } from "../tools";

/** Connecting to all hosts at once, up to the last first result. */
export const fleet: Figure = {
  name: "fleet",
  async measure(lab) {
    const ours = async () => {
      const time = await timed(() =>
        Promise.all(lab.hosts.map(async (host) => smallCall(await lab.connect(host)))),
      );
      await lab.tidy();
      return [time];
    };
    const limit = async () => [
      await timed(() => Promise.all(lab.hosts.map((host) => lab.runOver(host, "python3 -c pass")))),
    ];
    const samples = await inTurn(5, ours, limit);
    const row: Row = {
      what: `connect and first result on ${lab.hosts.length} hosts at once`,
      unit: "ms",
      ...samples,
      limitIs: "as many `ssh h python3 -c pass` at once",
      target: { of: "ratio", bound: "at most", value: 1.1 },
    };
    const version = ansibleVersion();
    if (version === null) return [row];
    const { target: _, ...beside } = { ...row, what: "the same, beside ansible" };
    const limitIs = `\`ansible -m ping\`, as many forks (${version})`;
    return [row, { ...beside, limitIs, limit: [await ansiblePing(lab)] }];
  },
};

/** null where there is no ansible. */
function ansibleVersion(): string | null {
  const { status, stdout } = spawnSync("ansible", ["--version"], { encoding: "utf8" });
  return status === 0 ? (/core ([\d.]+)/.exec(stdout)?.[1] ?? "unknown version") : null;
}

/** Milliseconds of ansible's own way to a first result, with its defaults, its files in our folder. */
async function ansiblePing(lab: Lab): Promise<number> {
  const home = mkdtempSync(join(lab.sshd.folder, "ansible-"));
  const inventory = join(home, "inventory");
  const config = `ansible_ssh_common_args="-F ${lab.sshd.configFile}"`;
  writeFileSync(inventory, lab.hosts.map((host) => `${host} ${config}\n`).join(""));
  const forks = String(lab.hosts.length);
  const env = {
    ...process.env,
    ANSIBLE_HOME: home,
    ANSIBLE_LOCAL_TEMP: join(home, "local"),
    ANSIBLE_REMOTE_TEMP: join(home, "remote"),
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(home, "cp"),
    // Its default but for the time that it keeps connections after its end.
    ANSIBLE_SSH_ARGS: "-C -o ControlMaster=auto -o ControlPersist=5s",
  };
  return await timed(() =>
    runToExit("ansible", ["all", "-i", inventory, "-m", "ping", "-f", forks], env),
  );
}

/** One small call on each of many connected hosts, up to the last answer. */
export const round: Figure = {
  name: "round",
  async measure(lab) {
    const connections: Connection[] = [];
    for (const host of lab.hosts) connections.push(await lab.connect(host));
    const echoes = await Promise.all(lab.hosts.map((host) => lab.rawPeer(ECHO_COMMAND, host)));
    const frame = smallFrame();
    const ours = async () => [await timed(() => Promise.all(connections.map((c) => smallCall(c))))];
    const limit = async () => [
      await timed(() => Promise.all(echoes.map((echo) => echo.echo(frame)))),
    ];
    for (let i = 0; i < 5; i++) {
      await ours();
      await limit();
    }
    const samples = await inTurn(60, ours, limit);
    return [
      {
        what: `one warm call on each of ${lab.hosts.length} sessions at once`,
        unit: "ms",
        ...samples,
        limitIs: "raw framed echo on as many",
        target: { of: "ours", bound: "at most", value: 12 },
      },
    ];
  },
};
