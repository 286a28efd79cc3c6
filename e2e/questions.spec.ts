import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { TestUsers } from "../src-main/testing/users";
import { launchApp, type RunningApp } from "./app";
import { noComplaintsInEitherTheme } from "./axe";
import { AppWindow } from "./window";

const PASSWORD = "a password for this test";
const PASSPHRASE = "a passphrase for this test";

const users = new TestUsers();
let sshd: Sshd;
let user: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("Logins by password need users: run as root.");
  user = users.add({ password: PASSWORD });
  sshd = await startSshd(
    ["web1"],
    ["PasswordAuthentication yes", "KbdInteractiveAuthentication yes", "UsePAM yes"],
  );
  const encrypted = join(sshd.folder, "encrypted_key");
  keygen("-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", encrypted);
  const accepted = join(sshd.folder, "user_key.pub");
  writeFileSync(
    accepted,
    readFileSync(accepted, "utf8") + readFileSync(`${encrypted}.pub`, "utf8"),
  );
  keygen("-q", "-t", "ed25519", "-N", "", "-f", join(sshd.folder, "other_key"));
  const [type, key] = readFileSync(join(sshd.folder, "other_key.pub"), "utf8").split(" ");
  writeFileSync(file("changed"), `[127.0.0.1]:${sshd.port} ${type} ${key}\n`);
  writeConfig(encrypted);
  app = await launchApp({ sshConfig: file("questions_config") });
  ui = new AppWindow(app.page);
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
  users.removeAll();
});

const file = (name: string) => join(sshd.folder, name);

function keygen(...args: string[]): string {
  return execFileSync("ssh-keygen", args, { encoding: "utf8" });
}

/** One alias for each thing that ssh may ask. */
function writeConfig(encrypted: string): void {
  const host = (alias: string, lines: string[], knownHosts = sshd.knownHosts) => [
    `Host ${alias}`,
    ...lines,
    `UserKnownHostsFile ${knownHosts}`,
  ];
  const key = ["User root", `IdentityFile ${sshd.identity}`];
  const password = [`User ${user}`, "PreferredAuthentications password"];
  const config = [
    ...host("web1", key),
    ...host("stranger", [...key, "StrictHostKeyChecking ask"], file("stranger")),
    ...host("changed", [...key, "StrictHostKeyChecking ask"], file("changed")),
    ...host("locked", ["User root", `IdentityFile ${encrypted}`]),
    ...host("guest", password),
    ...host("other", password),
    ...host("asking", password),
    ...host("prompted", [`User ${user}`, "PreferredAuthentications keyboard-interactive"]),
    "Host *",
    "HostName 127.0.0.1",
    `Port ${sshd.port}`,
    "IdentitiesOnly yes",
    "IdentityAgent none",
    "StrictHostKeyChecking yes",
  ];
  writeFileSync(file("questions_config"), `${config.join("\n")}\n`);
}

const dialog = (): Locator => app.page.getByRole("dialog");
const button = (name: string): Locator => dialog().getByRole("button", { name, exact: true });

/** One's own no is told calmly. */
async function expectCancelled(name: string): Promise<void> {
  await expect(ui.hostState).toHaveText("closed");
  const tab = app.page.getByRole("article", { name });
  await expect(tab).toContainText("You cancelled connecting just now.");
  await expect(tab.getByRole("alert")).toHaveCount(0);
  await expect(tab.getByRole("button", { name: "Connect", exact: true })).toBeVisible();
  await expect(ui.host(name)).toHaveAttribute("data-state", "closed");
}

test("an unknown host key: No by default, and stored only on Yes", async () => {
  const { page } = app;
  await ui.host("stranger").click();
  await expect(dialog()).toContainText("Is this stranger?");
  const listed = keygen("-lv", "-f", file("host_key.pub")).trimEnd().split("\n");
  const fingerprint = listed[0]?.split(" ")[1] ?? "";
  await expect(dialog().getByTestId("fingerprint")).toHaveText(fingerprint);
  await expect(dialog()).toContainText(`[127.0.0.1]:${sshd.port}`);
  await expect(button("Don’t connect")).toBeFocused();
  // Behind the dialog, where no screen reader goes.
  await expect(page.locator('[data-row-id="host config:stranger"]')).toContainText("asks you");
  await page.keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  await expectCancelled("stranger");
  expect(existsSync(file("stranger")) ? readFileSync(file("stranger"), "utf8") : "").toBe("");

  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await button("Show randomart").click();
  const art = await dialog().getByRole("img").textContent();
  expect(art?.split("\n")).toEqual(listed.slice(1));
  await button("Trust and connect").click();
  await expect(ui.hostState).toHaveText("ready");
  expect(readFileSync(file("stranger"), "utf8")).toContain("ssh-ed25519");
});

test("a password, by keyboard alone: a wrong one is said, the right one connects", async () => {
  const { page } = app;
  await ui.hosts.focus();
  await ui.host("guest").click();
  const field = dialog().getByLabel("Password", { exact: true });
  await expect(field).toBeFocused();
  await expect(dialog()).toContainText(`Password of ${user}@127.0.0.1`);
  // There is no keyring where this runs, and that is said.
  await expect(dialog()).toContainText("keyring");
  await expect(dialog().getByRole("checkbox")).toHaveCount(0);
  await page.keyboard.type("wrong");
  await expect(field).toHaveAttribute("type", "password");
  await page.keyboard.press("Tab");
  await expect(button("Show what is typed")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field).toHaveAttribute("type", "text");
  await field.press("Enter");
  await expect(dialog().getByRole("alert")).toHaveText("The password was refused. Try again.");
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(ui.hostState).toHaveText("ready");
  await expect(dialog()).toBeHidden();
  await page.getByRole("button", { name: "Disconnect" }).click();
});

test("Esc cancels the login, which is no failure", async () => {
  const { page } = app;
  await ui.host("guest").click();
  await expect(dialog()).toBeVisible();
  await page.keyboard.type("half a pass");
  // A click beside it is no answer.
  await page.mouse.click(5, 300);
  await expect(dialog()).toBeVisible();
  // Nor may anything come over it.
  await page.keyboard.press("Control+p");
  await expect(page.getByPlaceholder("Find a host, a template, a tool or a method")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
  await expectCancelled("guest");
});

test("while a password is checked its dialog stays, and Esc calls the attempt off", async () => {
  const { page } = app;
  await ui.host("guest").click();
  const field = dialog().getByLabel("Password", { exact: true });
  await expect(field).toBeFocused();
  await page.evaluate(() => {
    const seen = { gone: 0 };
    const look = () => {
      if (document.querySelector('[role="dialog"]') === null) seen.gone += 1;
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    (window as { seen?: typeof seen }).seen = seen;
  });
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await expect(button("Checking…")).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.type("nobody reads this");
  await expect(dialog().getByRole("alert")).toHaveText("The password was refused. Try again.");
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  const gone = () => page.evaluate(() => (window as { seen?: { gone: number } }).seen?.gone);
  expect(await gone()).toBe(0);
  await page.keyboard.type("wrong again");
  await page.keyboard.press("Enter");
  await expect(dialog()).toContainText("Checking…");
  await page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
  await expectCancelled("guest");
});

test("the passphrase of a key", async () => {
  await ui.host("locked").click();
  await expect(dialog()).toContainText(file("encrypted_key"));
  await dialog().getByLabel("Passphrase", { exact: true }).fill("wrong");
  await button("Unlock").click();
  await expect(dialog().getByRole("alert")).toContainText("The passphrase was refused");
  await dialog().getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await button("Unlock").click();
  await expect(ui.hostState).toHaveText("ready");
});

test("what a server asks is marked as its words", async () => {
  await ui.host("prompted").click();
  const words = dialog().getByRole("group", { name: "From the server" });
  await words.getByLabel("Password:").fill(PASSWORD);
  await button("Answer").click();
  await expect(ui.hostState).toHaveText("ready");
});

test("a host that one does not look at asks without taking the keyboard", async () => {
  const { page } = app;
  await ui.connect("web1");
  await ui.chooseMethod("FileSystem.read_str");
  await ui.field("path").focus();
  await page.keyboard.type("/etc");
  for (const hostId of ["config:guest", "config:other"]) {
    await page.evaluate((id) => void window.rmote.connect({ hostId: id }), hostId);
  }
  await expect(page.getByText("2 hosts wait for an answer")).toBeVisible();
  await expect(ui.host("guest")).toContainText("asks you");
  await expect(dialog()).toBeHidden();
  await page.keyboard.type("/hostname");
  await expect(ui.field("path")).toHaveValue("/etc/hostname");
  await page.getByRole("button", { name: "Answer" }).click();
  await expect(dialog()).toContainText("1 of 2");
  await dialog().getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button("Continue").click();
  // Behind the next dialog, where no screen reader goes.
  const ready = page.locator('[data-row-id="host config:guest"][data-state="ready"]');
  await expect(
    ready.or(page.locator('[data-row-id="host config:other"][data-state="ready"]')),
  ).toHaveCount(1);
  await expect(dialog()).toBeVisible();
  await expect(dialog()).not.toContainText("1 of 2");
  await page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
  await expect(ui.field("path")).toBeFocused();
});

test("the password for sudo: a wrong one is said, then the host's user is root", async () => {
  const { page } = app;
  users.sudoers([`${user} ALL=(ALL) ALL`]);
  await page.evaluate(async () => {
    await window.rmote.disconnect({ hostId: "config:prompted" });
    const settings = { become: { method: "sudo" as const, user: "root" } };
    await window.rmote.editHost({ hostId: "config:prompted", edit: { settings } });
  });
  await ui.host("prompted").click();
  await dialog().getByLabel("Password:").fill(PASSWORD);
  await button("Answer").click();
  const field = dialog().getByLabel("Password", { exact: true });
  await expect(dialog()).toContainText("work as another user");
  await field.fill("wrong");
  await button("Continue").click();
  await expect(dialog().getByRole("alert")).toContainText("refused");
  await field.fill(PASSWORD);
  await button("Continue").click();
  await expect(ui.hostState).toHaveText("ready");
});

test("a changed host key is refused, with the line and the command that removes it", async () => {
  await ui.host("changed").click();
  await expect(ui.hostState).toHaveText("failed");
  const alert = app.page.getByRole("article", { name: "changed" }).getByRole("alert");
  await expect(alert).toContainText(`${file("changed")}:1`);
  await alert.getByRole("button", { name: /ssh-keygen|removes the known key/ }).click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe(`ssh-keygen -R '[127.0.0.1]:${sshd.port}' -f ${file("changed")}`);
});

test("the dialogs are accessible, in the light and in the dark", async () => {
  await ui.host("asking").click();
  await expect(dialog()).toBeVisible();
  await noComplaintsInEitherTheme(app);
  // A session that ends takes its question with it.
  await app.page.evaluate(() => window.rmote.disconnect({ hostId: "config:asking" }));
  await expect(dialog()).toBeHidden();
});
