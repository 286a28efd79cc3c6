import { once } from "node:events";
import { createServer } from "node:net";
import { expect, type Locator, test } from "@playwright/test";
import { descendants } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1", "web2"]);
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
});

const button = (name: string | RegExp): Locator =>
  app.page.getByRole("button", { name, exact: true }).filter({ visible: true });
const part = (name: string): Locator =>
  app.page.getByRole("tab", { name, exact: true }).filter({ visible: true });
const region = (name: string): Locator =>
  app.page.getByRole("region", { name, exact: true }).filter({ visible: true });
const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());

/** The process of the agent of the host whose tab is shown. */
async function agentPid(): Promise<number> {
  await part("Overview").click();
  const text = (await region("Facts").textContent()) ?? "";
  return Number(/Process(\d+)/.exec(text)?.[1]);
}

test("connecting says which step it is at, and for how long; Esc ends it", async () => {
  // A server that accepts and says nothing: ssh waits for its greeting.
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await app.page.evaluate((at) => window.rmote.addHost({ address: `127.0.0.1:${at}` }), port);
  await ui.host(`127.0.0.1:${port}`).click();
  const steps = app.page.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await expect(steps).toHaveText([/^Look up\d/, /^Connect/, /^Log in/, "Start the agent"]);
  await expect(app.page.locator('[aria-current="step"]').filter({ visible: true })).toContainText(
    /\d\ss$/,
  );
  await ui.hosts.focus();
  await app.page.keyboard.press("Escape");
  await expect(ui.hostState).toHaveText("closed");
  server.close();
});

test("the console comes first; the overview has the facts, and can be asked for again", async () => {
  await ui.connect("web1");
  await expect(part("Console")).toHaveAttribute("aria-selected", "true");
  await part("Overview").click();
  const facts = region("Facts");
  await expect(facts).toContainText("gathered just now");
  for (const name of ["System", "Kernel", "Up for", "CPU", "Python", "Process"]) {
    await expect(facts.getByText(name, { exact: true })).toBeVisible();
  }
  await expect(facts.getByRole("list", { name: "Memory" })).toContainText("GiB");
  await expect(facts.getByRole("list", { name: "Disks" })).toContainText("free");
  await button("Gather the facts again").click();
  await expect(button("Gather the facts again")).toBeEnabled();
  // It is none of the person's own calls.
  await part("Console").click();
  await expect(region("Calls")).toBeHidden();
  await expect(
    app.page.getByText(/cores? · [\d.]+\sGiB · up /).filter({ visible: true }),
  ).toBeVisible();
});

test("the overview lists what runs, and leads to a tool", async () => {
  await part("Overview").click();
  await ui.chooseMethod("Exec.shell");
  await expect(part("Console")).toHaveAttribute("aria-selected", "true");
  await ui.field("script").fill("sleep 300");
  await ui.call();
  await part("Overview").click();
  await expect(region("Calls in flight")).toContainText("sleep 300");
  await button(/^Cancel Exec.shell/).click();
  await expect(region("Calls in flight")).toContainText("None.");
  await expect(region("States of the session")).toContainText("ready");
});

test("the ssh command is copied as a shell takes it", async () => {
  await button("Copy the ssh command").click();
  await expect.poll(copied).toBe(`ssh -F ${sshd.configFile} web1`);
});

test("a late answer is said, counting, and forgotten when it comes", async () => {
  const pid = await agentPid();
  const family = [pid, ...descendants(pid).map((each) => each.pid)];
  for (const each of family) process.kill(each, "SIGSTOP");
  await expect(ui.hostState).toHaveText("degraded", { timeout: 20_000 });
  await expect(app.page.getByText(/No answer for \d+/)).toBeVisible();
  await expect(ui.statusBar).toContainText("1 without an answer");
  for (const each of family) process.kill(each, "SIGCONT");
  await expect(ui.hostState).toHaveText("ready", { timeout: 20_000 });
});

test("a lost link says what was lost with it, and one click has it again", async () => {
  const pid = await agentPid();
  await part("Console").click();
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("sleep 301");
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "running");
  process.kill(pid, "SIGKILL");
  await expect(ui.hostState).toHaveText("lost");
  const tab = app.page.getByRole("article", { name: "web1" });
  await expect(tab.getByRole("alert").first()).toBeVisible();
  await expect(tab).toContainText("1 call ended with it");
  await expect(tab).toContainText("not repeated by itself");
  await button("Reconnect").click();
  await expect(ui.hostState).toHaveText("ready");
  await part("Overview").click();
  await expect(region("Facts")).toContainText("gathered");
  expect(await agentPid()).not.toBe(pid);
});

test("where the settings say so it reconnects by itself", async () => {
  const { page } = app;
  await page.keyboard.press("Control+,");
  await expect(page.getByRole("dialog")).toContainText("RMOTE_DESKTOP_SSH_CONFIG");
  await page.getByLabel("Reconnect by itself when a link is lost").check();
  await page.keyboard.press("Escape");
  const pid = await agentPid();
  // Nobody is there to be reconnected to.
  process.kill(sshd.pid, "SIGSTOP");
  process.kill(pid, "SIGKILL");
  await expect(page.getByText(/Reconnects in \d+/).or(button("Cancel"))).toBeVisible();
  process.kill(sshd.pid, "SIGCONT");
  await expect(ui.hostState).toHaveText("ready", { timeout: 30_000 });
});

test("a failure offers what to do about it", async () => {
  const { page } = app;
  await page.evaluate(() => window.rmote.addHost({ address: "127.0.0.1:1", name: "shut" }));
  await ui.host("shut").click();
  await expect(ui.hostState).toHaveText("failed");
  await expect(button("Try again")).toBeVisible();
  await button("Edit host…").click();
  await expect(page.getByRole("dialog")).toContainText("shut");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.evaluate(() =>
    window.rmote.editHost({
      hostId: "config:web2",
      edit: { settings: { python: "/no/such/python" } },
    }),
  );
  await ui.host("web2").click();
  await expect(ui.hostState).toHaveText("failed");
  await expect(button("Choose the Python…")).toBeVisible();
  await page.evaluate(() =>
    window.rmote.editHost({ hostId: "config:web2", edit: { settings: {} } }),
  );
  await button("Try again").click();
  await expect(ui.hostState).toHaveText("ready");
});
