import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { descendants, eventually, processesWith } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import type { Settings } from "../src-shared/settings";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1", "web2"]);
});
test.afterAll(() => sshd.stop());
test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  await start();
});
test.afterEach(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

async function start(): Promise<void> {
  app = await launchApp({ home, sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
}

async function setSettings(settings: Partial<Settings>): Promise<void> {
  const reply = await app.page.evaluate(
    (part) => window.rmote.saveSettings({ settings: part }),
    settings,
  );
  expect(reply).toMatchObject({ ok: true, value: settings });
}

/** The process of the agent of the one session that is ready. */
async function agentPid(): Promise<number> {
  const reply = await app.page.evaluate(() => window.rmote.listSessions());
  const [session] = reply.ok ? reply.value.filter(({ state }) => state.kind === "ready") : [];
  if (session?.state.kind !== "ready") throw new Error("no session is ready");
  return session.state.hello.pid;
}

async function callsInFlight(): Promise<number> {
  const reply = await app.page.evaluate(() => window.rmote.listSessions());
  return (reply.ok ? reply.value : []).reduce((sum, session) => sum + session.callsInFlight, 0);
}

/**
 * Has the system's dialog, where no test can press a button, answer as given.
 * @returns what was asked until then
 */
async function answerDialogs(answers: number[]): Promise<() => Promise<string[]>> {
  await app.electron.evaluate(({ dialog }, given) => {
    const asked: string[] = [];
    const rest = [...given];
    dialog.showMessageBoxSync = ((
      _parent: unknown,
      { message, detail }: { message: string; detail: string },
    ) => {
      asked.push(`${message} ${detail}`);
      return rest.shift() ?? 1;
    }) as typeof dialog.showMessageBoxSync;
    (globalThis as { asked?: string[] }).asked = asked;
  }, answers);
  return () => app.electron.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
}

const closeWindow = () =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Ends the app with its sessions open, as a person does who says yes to that. */
async function quit(): Promise<void> {
  await answerDialogs([0]);
  const ended = app.electron.waitForEvent("close");
  await closeWindow();
  await ended;
}

test("a lost link is shown with its reason, and had again by one click", async () => {
  await ui.connect("web1");
  process.kill(await agentPid(), "SIGKILL");
  await expect(ui.hostState).toHaveText("lost");
  await expect(app.page.getByRole("alert").first()).toContainText("ended unexpectedly");
  await expect(ui.host("web1")).toHaveAttribute("data-state", "lost");
  await app.page.getByRole("button", { name: "Reconnect", exact: true }).click();
  await expect(ui.hostState).toHaveText("ready");
});

test("a link that has gone silent is degraded at first, then lost", async () => {
  await ui.connect("web1");
  // As if the cable were cut: the connection stays, and nothing comes any more.
  const cut = descendants(sshd.pid).filter(({ command }) => command.startsWith("sshd"));
  expect(cut.length).toBeGreaterThan(0);
  for (const { pid } of cut) process.kill(pid, "SIGSTOP");
  const since = Date.now();
  await expect(ui.hostState).toHaveText("degraded", { timeout: 15_000 });
  await expect(ui.hostState).toHaveText("lost", { timeout: 20_000 });
  test.info().annotations.push({ type: "lost after", description: `${Date.now() - since} ms` });
  for (const { pid } of cut) process.kill(pid, "SIGKILL");
  await expect(app.page.getByRole("alert").first()).toContainText("has not answered for");
  await app.page.getByRole("button", { name: "Reconnect", exact: true }).click();
  await expect(ui.hostState).toHaveText("ready");
});

test("a lost link is made anew by itself where the settings say so, until it is closed", async () => {
  await setSettings({ autoReconnect: true });
  await ui.connect("web1");
  const first = await agentPid();
  process.kill(first, "SIGKILL");
  await expect(ui.hostState).toHaveText("lost");
  await expect(ui.hostState).toHaveText("ready");
  const second = await agentPid();
  expect(second).not.toBe(first);
  await app.page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(ui.hostState).toHaveText("closed");
  await eventually(
    () => descendants(sshd.pid).map(({ pid }) => pid),
    (pids) => !pids.includes(second),
  );
});

test("sessions are open again after a restart only where the settings say so", async () => {
  await setSettings({ reopenSessions: true });
  await ui.connect("web1");
  await quit();
  await start();
  await expect(ui.host("web1")).toHaveAttribute("data-state", "ready");
  await expect(ui.host("web2")).toHaveAttribute("data-state", "closed");
  await setSettings({ reopenSessions: false });
  await quit();
  await start();
  await expect(ui.statusBar).toContainText("0 sessions");
  await expect(ui.host("web1")).toHaveAttribute("data-state", "closed");
});

test("quitting with open sessions asks once, says what runs, and leaves nothing behind", async () => {
  await ui.connect("web1");
  await ui.host("This machine").click();
  await expect(ui.hostState).toHaveText("ready");
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("sleep 4567");
  await ui.call();
  await eventually(
    () => processesWith("sleep 4567").length,
    (count) => count > 0,
  );
  // The facts that the tabs ask for are not counted.
  expect(await callsInFlight()).toBe(1);
  const asked = await answerDialogs([1, 0]);
  await closeWindow();
  expect(await asked()).toEqual(["Close 2 open sessions? 1 call is running and will be stopped."]);
  await expect(ui.hostState).toHaveText("ready");
  const ended = app.electron.waitForEvent("close");
  await closeWindow();
  await ended;
  await eventually(
    () => [...processesWith("sleep 4567"), ...descendants(sshd.pid)],
    (left) => left.length === 0,
  );
  await start();
});

test("Electron's own files are in the state folder", async () => {
  const userData = await app.electron.evaluate(({ app: electron }) => electron.getPath("userData"));
  expect(userData).toBe(join(home, ".state", "electron"));
});
