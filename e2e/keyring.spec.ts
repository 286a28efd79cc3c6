import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { type Keyring, startKeyring } from "../src-main/testing/keyring";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { TestUsers } from "../src-main/testing/users";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

const PASSWORD = "a password that is remembered";

const users = new TestUsers();
let keyring: Keyring;
let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("Logins by password need users: run as root.");
  const user = users.add({ password: PASSWORD });
  keyring = await startKeyring();
  sshd = await startSshd(["web1"], ["PasswordAuthentication yes", "UsePAM yes"]);
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  await start();
  // The user of the test, and no key.
  const failed = await app.page.evaluate(async (name) => {
    const settings = { user: name, sshOptions: ["PreferredAuthentications=password"] };
    const reply = await window.rmote.editHost({ hostId: "config:web1", edit: { settings } });
    return reply.ok ? null : reply.failure.message;
  }, user);
  expect(failed).toBeNull();
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
  await keyring?.stop();
  users.removeAll();
  if (home) rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

async function start(): Promise<void> {
  app = await launchApp({ home, sshConfig: sshd.configFile, env: keyring.env });
  ui = new AppWindow(app.page);
  await expect(ui.host("web1")).toBeVisible();
}

const dialog = (): Locator => app.page.getByRole("dialog");
const disconnect = () => app.page.getByRole("button", { name: "Disconnect" }).press("Enter");

/** All that the app has written, but for what Chromium packs for itself. */
function written(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? "" : readFileSync(path, "latin1")))
    .join("\n");
}

test("a password is remembered by the keyring, over a restart, until it is forgotten", async () => {
  await ui.host("web1").click();
  await dialog()
    .getByRole("checkbox", { name: /^Remember it/ })
    .check();
  await dialog().getByLabel("Password", { exact: true }).fill(PASSWORD);
  await app.page.keyboard.press("Enter");
  await expect(ui.hostState).toHaveText("ready");
  await disconnect();
  await expect(ui.hostState).toHaveText("closed");
  expect(written(home) + written(join(home, ".state"))).not.toContain(PASSWORD);
  expect(readFileSync(join(home, ".state", "secrets.json"), "utf8")).toContain("web1");

  await app.close();
  await start();
  await ui.connect("web1");
  await disconnect();

  await app.page.keyboard.press("Control+,");
  await expect(dialog()).toContainText("1 password, passphrase or secret of a call is remembered.");
  await dialog().getByRole("button", { name: "Forget all…" }).press("Enter");
  await dialog().getByRole("button", { name: "Forget it" }).press("Enter");
  await expect(dialog()).toContainText(
    "No password, passphrase or secret of a call is remembered.",
  );
  await app.page.keyboard.press("Escape");
  await ui.host("web1").click();
  await expect(dialog().getByLabel("Password", { exact: true })).toBeFocused();
  await app.page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
});
