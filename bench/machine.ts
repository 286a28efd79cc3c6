import { spawnSync } from "node:child_process";
import { cpus, loadavg, release, type } from "node:os";
import type { Lab } from "./lab";

/** What the figures depend on, as name and value. */
export async function describeMachine(lab: Lab): Promise<[string, string][]> {
  const { hello } = await lab.connect();
  await lab.tidy();
  const cores = cpus();
  return [
    ["Date", new Date().toISOString().slice(0, 10)],
    ["CPU", `${cores[0]?.model.trim() ?? "unknown"}, ${cores.length} cores`],
    // What else ran on it: far from 0, the figures in absolute units say little.
    ["Load before", (loadavg()[0] ?? 0).toFixed(1)],
    ["Kernel", `${type()} ${release()}`],
    ["Node", process.versions.node],
    ["Python", hello.pythonVersion],
    ["OpenSSH", sshVersion()],
  ];
}

/** ssh says its version on stderr: `OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.1`. */
function sshVersion(): string {
  const { stderr } = spawnSync("ssh", ["-V"], { encoding: "utf8" });
  return stderr.trim().split(",")[0]?.replace("OpenSSH_", "") ?? "unknown";
}
