// Frames of the real window while a letter is typed into the filter of 1,000 hosts in each of them:
// node bench/filter-window.mjs [ROUNDS]. Beside it, in the same run, frames in which nothing is typed.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, openPage } from "./page.mjs";

const root = resolve(import.meta.dirname, "..");
const rounds = Number(process.argv[2] ?? 10);
const typed = ["node77", "tag:eu node1", "10.0.3", "nothing has this"];

const home = mkdtempSync(join(tmpdir(), "rmote-bench-"));
const config = join(home, "config");
const hosts = Array.from(
  { length: 1000 },
  (_, at) => `Host node${at}\n  HostName 10.0.3.${at % 250}\n`,
);
writeFileSync(config, hosts.join(""));
const port = await freePort();
const app = spawn("npm", ["start", "--", `--remote-debugging-port=${port}`], {
  cwd: root,
  env: { ...process.env, RMOTE_DESKTOP_HOME: home, RMOTE_DESKTOP_SSH_CONFIG: config },
  stdio: "ignore",
  detached: true,
});
try {
  const { page, browser } = await openPage(port);
  await page.getByPlaceholder("Filter hosts").waitFor();
  // ssh is asked about each host after the start, which would be measured too.
  await page.waitForFunction(
    async () => {
      const reply = await window.rmote.listHosts();
      return reply.ok && reply.value.hosts.filter(({ resolved }) => resolved).length === 1000;
    },
    undefined,
    { timeout: 300_000, polling: 1000 },
  );
  const samples = await page.evaluate(frames, { typed, rounds });
  await browser.close();
  for (const [name, times] of Object.entries(samples)) {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part) => sorted[Math.floor(sorted.length * part)]?.toFixed(1);
    const late = times.filter((time) => time > 25).length;
    console.log(
      `${name}: ${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${late} took more than one and a half`,
    );
  }
} finally {
  const ended = new Promise((done) => app.once("exit", done));
  process.kill(-app.pid, "SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
}

/** In the page: milliseconds from one frame to the next, with a letter typed at the beginning of each, and without. */
async function frames({ typed, rounds }) {
  const input = document.querySelector('[placeholder="Filter hosts"]');
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  const type = (text) => {
    set.call(input, text);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const next = () => new Promise((begun) => requestAnimationFrame(begun));
  const samples = { idle: [], typing: [] };
  for (let round = 0; round < rounds; round++) {
    for (const text of typed) {
      for (const [name, isTyping] of [
        ["idle", false],
        ["typing", true],
      ]) {
        await next();
        let before = performance.now();
        for (let length = 1; length <= text.length; length++) {
          if (isTyping) type(text.slice(0, length));
          await next();
          const now = performance.now();
          samples[name].push(now - before);
          before = now;
        }
        type("");
        await next();
        await next();
      }
    }
  }
  return samples;
}
