// Milliseconds from the command `npm start` to the window's first paint, when everything is set up
// and built: node bench/start.mjs [RUNS]. Medians of whole runs; each with an empty data folder.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, openPage } from "./page.mjs";

const root = resolve(import.meta.dirname, "..");
const runs = Number(process.argv[2] ?? 5);

/** Asks the page over Chromium's own debugging port when it first painted, in epoch milliseconds. */
async function firstPaint(port) {
  for (;;) {
    const { browser, page } = await openPage(port);
    const painted = await page.evaluate(() => {
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      return paint ? performance.timeOrigin + paint.startTime : 0;
    });
    await browser.close();
    if (painted) return painted;
    await new Promise((again) => setTimeout(again, 50));
  }
}

async function measure() {
  const home = mkdtempSync(join(tmpdir(), "rmote-bench-"));
  const port = await freePort();
  const begin = Date.now();
  const child = spawn("npm", ["start", "--", `--remote-debugging-port=${port}`], {
    cwd: root,
    env: { ...process.env, RMOTE_DESKTOP_HOME: home },
    stdio: "ignore",
    detached: true,
  });
  const painted = await firstPaint(port);
  const ended = new Promise((done) => child.once("exit", done));
  process.kill(-child.pid, "SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
  return painted - begin;
}

const times = [];
for (let i = 0; i <= runs; i++) {
  const time = await measure();
  // The first run may build.
  if (i > 0) times.push(time);
}
times.sort((a, b) => a - b);
const median = times[Math.floor(times.length / 2)];
console.log(
  `npm start to first paint: median ${median.toFixed(0)} ms (${times.map((t) => t.toFixed(0)).join(", ")})`,
);
