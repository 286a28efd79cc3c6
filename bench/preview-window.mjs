// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates have expressions of this form
// From a key to the painted preview, in the real window: node bench/preview-window.mjs [KEYS]. A template of 100
// lines that makes 30 kB; the first preview after a cold start; a template that does not end.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, openPage } from "./page.mjs";

const root = resolve(import.meta.dirname, "..");
const keys = Number(process.argv[2] ?? 200);

const block = [
  "% for i in range(40):",
  "server web${i}.${domain}:${8000 + i} weight=${i % 5};",
  "% if i % 2:",
  "    backup ${i}",
  "% endif",
  "% endfor",
];
const lines = ["# typed ", '% domain = "example.org"', "", "", ...Array(16).fill(block).flat()];
const home = mkdtempSync(join(tmpdir(), "rmote-bench-"));
mkdirSync(join(home, "templates"));
writeFileSync(join(home, "templates/hundred.conf.mako"), `${lines.join("\n")}\n`);
writeFileSync(
  join(home, "templates/endless.conf.mako"),
  "% x = 1\n% while x > 1:\n% endwhile\nend\n",
);

const port = await freePort();
const app = spawn("npm", ["start", "--", `--remote-debugging-port=${port}`], {
  cwd: root,
  env: { ...process.env, RMOTE_DESKTOP_HOME: home, RMOTE_DESKTOP_SSH_CONFIG: "/dev/null" },
  stdio: "ignore",
  detached: true,
});
try {
  const { page, browser } = await openPage(port);
  await page.getByPlaceholder("Filter hosts").waitFor();
  const first = await open(page, "hundred.conf", "# typed");
  console.log(`first preview after a cold start: ${first.toFixed(0)} ms from opening the template`);
  const size = lines.length;
  const times = [];
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  for (let typed = 1; typed <= keys; typed++) {
    times.push(await press(page, "x", `# typed ${"x".repeat(typed)}`));
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
  console.log(
    `key to painted preview: ${keys} keys in a template of ${size} lines, median ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  );
  await open(page, "endless.conf", "end");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  const begin = performance.now();
  await page.keyboard.press("0");
  await page
    .getByText(/stopped/i)
    .filter({ visible: true })
    .first()
    .waitFor();
  console.log(
    `a loop without an end: stopped, and said, after ${(performance.now() - begin).toFixed(0)} ms`,
  );
  const again = await press(page, "Backspace", "end");
  console.log(`the next preview: ${again.toFixed(0)} ms after its key`);
  await browser.close();
} finally {
  const ended = new Promise((done) => app.once("exit", done));
  process.kill(-app.pid, "SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
}

/** Opens a template by its name. @returns milliseconds from Enter to its painted preview */
async function open(page, name, beginning) {
  await page.keyboard.press("Control+p");
  await page.keyboard.type(name);
  await page.locator("[cmdk-item][data-selected=true]").filter({ hasText: name }).waitFor();
  const time = await press(page, "Enter", beginning);
  await page
    .locator('[data-testid="template-text"]')
    .filter({ visible: true })
    .locator(".view-line")
    .first()
    .click();
  return time;
}

/** Presses a key. @returns milliseconds from it to a painted output whose first line begins with a text */
async function press(page, key, beginning) {
  await page.evaluate(watch, beginning);
  await page.keyboard.press(key);
  return page.evaluate(() => window.painted);
}

/** In the page: has `painted` be the milliseconds from the next key to such an output. */
function watch(beginning) {
  window.painted = new Promise((done) => {
    let begin = 0;
    window.addEventListener("keydown", ({ timeStamp }) => (begin = timeStamp), {
      capture: true,
      once: true,
    });
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    function look() {
      if (begin === 0) return;
      const shown = [...document.querySelectorAll('[data-testid="output"] .view-lines')];
      const texts = shown.map((all) => {
        const rows = [...all.children].toSorted(
          (a, b) => Number.parseInt(a.style.top, 10) - Number.parseInt(b.style.top, 10),
        );
        return (rows[0]?.textContent ?? "").replaceAll("\u00a0", " ");
      });
      if (!texts.some((text) => text.startsWith(beginning))) return;
      observer.disconnect();
      // The editor writes in a callback of the frame that paints it: a message comes right after that frame.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - begin);
      port2.postMessage(null);
    }
  });
}
