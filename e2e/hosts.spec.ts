import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { noComplaintsInEitherTheme } from "./axe";
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

test("the list, by keyboard alone: filter, connect, several sessions, disconnect", async () => {
  const { page } = app;
  await ui.hosts.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(ui.hostState).toHaveText("ready");
  await ui.hosts.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "web2" })).toBeVisible();
  await expect(ui.hostState).toHaveText("ready");
  await expect(ui.statusBar).toContainText("2 sessions");
  await expect(ui.host("web2")).toHaveAttribute("data-state", "ready");
  await expect(ui.host("web2")).toContainText(/\d+(\.\d)?\sms/);

  await page.getByPlaceholder("Filter hosts").fill("web1");
  await expect(ui.host("web2")).toBeHidden();
  await expect(ui.host("web1")).toBeVisible();
  await page.getByPlaceholder("Filter hosts").fill("");

  await page.getByRole("button", { name: "Disconnect" }).press("Enter");
  await expect(ui.hostState).toHaveText("closed");
  await expect(ui.statusBar).toContainText("1 session");
  await page.getByRole("button", { name: "Connect", exact: true }).press("Enter");
  await expect(ui.hostState).toHaveText("ready");
});

test("an added host is there after a restart, and can be removed", async () => {
  const address = `127.0.0.1:${sshd.port}`;
  await ui.addHost(address);
  await app.close();
  await start();
  await expect(ui.host(address)).toBeVisible();
  await ui.host(address).click();
  await expect(ui.hostState).toHaveText("ready");
  await ui.hosts.focus();
  await app.page.keyboard.press("Delete");
  await expect(app.page.getByRole("dialog")).toContainText(`Remove ${address}?`);
  await app.page.getByRole("button", { name: "Disconnect and remove" }).click();
  await expect(ui.host(address)).toBeHidden();
  await app.page.getByRole("button", { name: "Undo" }).click();
  await expect(ui.host(address)).toBeVisible();
});

test("an address that is none is refused with a sentence", async () => {
  await app.page.getByRole("button", { name: "Add a host", exact: true }).click();
  await app.page.getByLabel("Address").fill("two words");
  await app.page.keyboard.press("Enter");
  await expect(app.page.getByText("An address has no spaces.")).toBeVisible();
});

test("connecting to a host that never answers is cancelled at once", async () => {
  // A server that accepts and says nothing: ssh waits for its greeting.
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await app.page.getByRole("button", { name: "Add a host", exact: true }).click();
  await app.page.getByLabel("Address").fill(`127.0.0.1:${port}`);
  await app.page.keyboard.press("Enter");
  await expect(ui.hostState).toContainText("connecting");
  await app.page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(ui.hostState).toHaveText("closed");
  server.close();
});

test("a damaged host file is set aside, named, and the app goes on", async () => {
  await app.close();
  writeFileSync(join(home, "hosts.json"), "not json");
  await start();
  await expect(app.page.getByRole("alert")).toContainText("was damaged. It was kept as");
  await expect(ui.host("This machine")).toBeVisible();
});

test("closing the window with a live session asks, once", async () => {
  await ui.connect("This machine");
  // The dialog is the system's, where no test can press a button: its answers are ours here.
  await app.electron.evaluate(({ dialog, BrowserWindow }) => {
    const answers = [1, 0];
    const asked: string[] = [];
    dialog.showMessageBoxSync = ((_parent: unknown, { message }: { message: string }) => {
      asked.push(message);
      return answers.shift() ?? 1;
    }) as typeof dialog.showMessageBoxSync;
    (globalThis as { asked?: string[] }).asked = asked;
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect(ui.hostState).toHaveText("ready");
  const asked = await app.electron.evaluate(() => (globalThis as { asked?: string[] }).asked);
  expect(asked).toEqual(["Close the open session?"]);
  const ended = app.electron.waitForEvent("close");
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  await start();
});

test("it is accessible, in the light and in the dark", async () => {
  await ui.connect("This machine");
  await ui.chooseMethod("Exec.shell");
  await noComplaintsInEitherTheme(app);
});
