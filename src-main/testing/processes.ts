import { readdirSync, readFileSync } from "node:fs";

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The processes of this machine, out of /proc (Linux). */
function processes(): Process[] {
  const found: Process[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const end = stat.lastIndexOf(")");
      const [state, parent] = stat.slice(end + 2).split(" ");
      const command = readFileSync(`/proc/${name}/cmdline`, "latin1").replace(/\0/g, " ");
      if (state !== "Z") found.push({ pid: Number(name), parent: Number(parent), command });
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}

/** The living processes that a process started, theirs included. */
export function descendants(pid: number): Process[] {
  const all = processes();
  const found: Process[] = [];
  const roots = [pid];
  for (let root = roots.pop(); root !== undefined; root = roots.pop()) {
    for (const each of all.filter(({ parent }) => parent === root)) {
      found.push(each);
      roots.push(each.pid);
    }
  }
  return found;
}

/** The living processes whose command line has a text. */
export function processesWith(text: string): Process[] {
  return processes().filter(({ command, pid }) => pid !== process.pid && command.includes(text));
}

/** Open descriptors of this process. */
export function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Resolves as soon as `check` holds; fails with what it last saw after `timeoutMs`. */
export async function eventually<T>(
  look: () => T,
  check: (seen: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const seen = look();
    if (check(seen)) return seen;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(seen)?.slice(0, 5000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Where looking takes longer than that, timers alone would leave no turn for what is awaited.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
