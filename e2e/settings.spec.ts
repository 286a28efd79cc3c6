import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["chosen1", "chosen2"]);
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  await start();
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

/** With no ssh configuration named by the environment, which would go before the setting. */
async function start(): Promise<void> {
  app = await launchApp({ home, env: { RMOTE_DESKTOP_SSH_CONFIG: "" } });
  ui = new AppWindow(app.page);
  await expect(ui.host("This machine")).toBeVisible();
}

const saved = () => JSON.parse(readFileSync(join(home, "settings.json"), "utf8"));

test("another ssh configuration is chosen, kept over a restart, and given up again", async () => {
  const dialog = () => app.page.getByRole("dialog");
  // The dialog that names a file is the system's, where no test can press a button.
  await app.electron.evaluate(({ dialog: system }, file) => {
    system.showOpenDialog = (async () => ({
      canceled: false,
      filePaths: [file],
    })) as typeof system.showOpenDialog;
  }, sshd.configFile);
  await app.page.keyboard.press("Control+,");
  await dialog().getByRole("button", { name: "Choose another file…" }).press("Enter");
  await expect(dialog().getByText(sshd.configFile)).toBeVisible();
  expect(saved()).toMatchObject({ sshConfigFile: sshd.configFile });
  await app.page.keyboard.press("Escape");
  await ui.connect("chosen1");

  await app.close();
  await start();
  await expect(ui.host("chosen2")).toBeVisible();
  await app.page.keyboard.press("Control+,");
  await dialog().getByRole("button", { name: "Use the usual one" }).press("Enter");
  await expect(dialog().getByText(sshd.configFile)).toBeHidden();
  await app.page.keyboard.press("Escape");
  await expect(ui.host("chosen2")).toBeHidden();
  await expect(ui.host("This machine")).toBeVisible();
});
