import { existsSync, readFileSync } from "node:fs";
import type { Figure, Row } from "../figure";
import type { Lab } from "../lab";
import { smallCall } from "../tools";

/** Megabytes of memory that a process of this machine holds, out of /proc. */
function resident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no VmRSS`);
  return (Number(kib) * 1024) / 1e6;
}

/** Says its number and waits: the least memory that a Python takes. */
const BARE = `exec python3 -c 'import os; os.write(1, b"%d\\n" % os.getpid()); os.read(0, 1)'`;

async function bare(lab: Lab): Promise<number> {
  const peer = await lab.rawPeer(BARE);
  const size = resident(Number(peer.greeting));
  await peer.close();
  return size;
}

/** Memory of an agent over ssh, beside a Python that only waits. Over loopback, its process is here. */
export const memory: Figure = {
  name: "memory",
  missing: () => (existsSync("/proc/self/status") ? null : "it needs /proc"),
  async measure(lab) {
    const idle: number[] = [];
    const afterSync: number[] = [];
    const afterAsync: number[] = [];
    const limit: number[] = [];
    for (let i = 0; i < 7; i++) {
      const connection = await lab.connect();
      const { pid } = connection.hello;
      idle.push(resident(pid));
      await smallCall(connection);
      afterSync.push(resident(pid));
      await smallCall(connection, "one_later");
      afterAsync.push(resident(pid));
      await connection.close();
      limit.push(await bare(lab));
      process.stdout.write(".");
    }
    const row = (what: string, ours: number[]): Row => ({
      what,
      unit: "MB",
      ours,
      limitIs: "a bare `python3` that waits",
      limit,
    });
    return [
      {
        ...row("memory of an idle agent", idle),
        target: { of: "difference", bound: "at most", value: 6 },
      },
      row("memory of an agent after a sync call", afterSync),
      row("memory of an agent after an async call as well", afterAsync),
    ];
  },
};
