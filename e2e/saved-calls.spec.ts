import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, test } from "@playwright/test";
import { type Keyring, startKeyring } from "../src-main/testing/keyring";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { cli } from "./cli";
import { AppWindow } from "./window";

const SECRET = "marker-4711-of-a-secret";

let keyring: Keyring;
let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  keyring = await startKeyring();
  sshd = await startSshd(["web1", "web2"]);
});
test.afterAll(async () => {
  await sshd?.stop();
  await keyring?.stop();
});
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
});
test.afterEach(async () => {
  await app?.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await launchApp({ home, sshConfig: sshd.configFile, env });
  ui = new AppWindow(app.page);
  await expect(ui.host("web1")).toBeVisible();
}

const file = (path: string) => join(home, "tools", path);

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

const dialog = (): Locator => app.page.getByRole("dialog");
const savedCalls = (): Locator => app.page.getByRole("tree", { name: "Saved calls" });
const row = (name: string): Locator => savedCalls().getByRole("treeitem", { name, exact: true });

/** Every file below a folder that has these words. */
function filesWith(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .filter((path) => readFileSync(path).includes(words));
}

async function expectAxeClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test("a call is saved, edited, run, renamed, duplicated and deleted by keyboard", async () => {
  await start();
  const { keyboard } = app.page;
  await ui.connect("This machine");
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("echo from the saved call");
  await keyboard.press("Control+Shift+S");
  await expect(dialog().getByLabel("Name")).toBeFocused();
  await expect(dialog().getByLabel("Hosts")).toHaveValue("local");
  await keyboard.type("greet");
  await expectAxeClean();
  await keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  const text = readFileSync(file("calls/greet.yaml"), "utf8");
  expect(text).toBe(
    "version: 1\ntool: Exec\nmethod: shell\nargs:\n  - echo from the saved call\nhosts:\n  - local\n",
  );

  // A comment of a person's stays; what is edited in the form is written anew.
  write("calls/greet.yaml", `# of mine\n${text}`);
  await ui.showTools();
  await expect(row("greet")).toBeVisible();
  await savedCalls().focus();
  await keyboard.press("Enter");
  await expect(ui.field("script")).toHaveValue("echo from the saved call");
  await ui.field("script").fill("echo edited");
  await keyboard.press("Control+Shift+S");
  await expect(dialog().getByLabel("Name")).toHaveValue("greet");
  await dialog().getByLabel("Description").fill("Says hello");
  await keyboard.press("Enter");
  await expect.poll(() => readFileSync(file("calls/greet.yaml"), "utf8")).toContain("echo edited");
  expect(readFileSync(file("calls/greet.yaml"), "utf8")).toContain("# of mine\n");

  await expect(row("greet")).toHaveAttribute("aria-description", /Says hello/);
  await savedCalls().focus();
  await keyboard.press("Shift+Enter");
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("edited");

  await savedCalls().focus();
  await keyboard.press("F2");
  await dialog().getByLabel("Name").fill("hello");
  await keyboard.press("Enter");
  await expect(row("hello")).toBeVisible();
  await savedCalls().focus();
  await keyboard.press("Shift+F10");
  await app.page.getByRole("menuitem", { name: "Duplicate" }).press("Enter");
  await expect(row("hello-2")).toBeVisible();
  await expectAxeClean();
  await savedCalls().focus();
  await keyboard.press("End");
  await keyboard.press("Delete");
  await expect(row("hello-2")).toHaveCount(0);
  await keyboard.press("Control+z");
  await expect(row("hello-2")).toBeVisible();

  await keyboard.press("Control+p");
  await keyboard.type("hello-2");
  await expect(app.page.locator("[cmdk-item][data-selected=true]")).toContainText("hello-2");
  await keyboard.press("Enter");
  await expect(ui.field("script")).toHaveValue("echo edited");
});

test("a call runs on the hosts of its selectors, each with its result in its own console", async () => {
  write(
    "calls/names.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: [echo here]\nhosts: [web1, web2, local]\ndeadline: 60\n",
  );
  await start();
  const { keyboard } = app.page;
  await ui.showTools();
  await expect(row("names")).toBeVisible();
  await savedCalls().focus();
  await keyboard.press("Shift+Enter");
  await expect(dialog()).toContainText("Run names on 3 hosts?");
  const hosts = dialog().getByRole("list", { name: "Hosts of the run" });
  await expect(hosts.getByRole("listitem")).toHaveCount(3);
  await expect(dialog().getByRole("button", { name: "Run on 3 hosts" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(dialog().getByRole("status")).toHaveText("3 of 3 hosts ended.", { timeout: 30_000 });
  await expect(hosts.getByRole("listitem").filter({ hasText: "returned" })).toHaveCount(3);
  await expectAxeClean();
  await hosts.getByRole("button", { name: "web2" }).press("Enter");
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("here");
});

test("a file that is no saved call is named with its line, and a host that is not there ends the run", async () => {
  write("calls/broken.yaml", "version: 1\ntool: Exec\nmethod: shell\nhosts: web1\n");
  write(
    "calls/lost.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: [id]\nhosts: [local, web9]\n",
  );
  await start();
  await ui.showTools();
  await row("broken").click();
  await expect(dialog()).toContainText("Line 4: hosts is no list");
  await app.page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
  await savedCalls().focus();
  await app.page.keyboard.press("End");
  await app.page.keyboard.press("Shift+Enter");
  await expect(dialog()).toContainText("There is no host web9. Nothing was run.");
  await app.page.keyboard.press("Escape");
  expect(readFileSync(file("calls/broken.yaml"), "utf8")).toContain("hosts: web1\n");
});

test("a secret is asked for, remembered by the keyring, and written nowhere", async () => {
  write(
    "vault.py",
    [
      "import logging",
      "from rmote.protocol import Tool",
      "",
      "",
      "class Vault(Tool):",
      "    @staticmethod",
      "    def open(door: str, password: str) -> int:",
      "        logging.getLogger('vault').warning('trying %r', password)",
      "        if door == 'broken':",
      "            raise ValueError('refused ' + password)",
      "        return len(password)",
      "",
    ].join("\n"),
  );
  await start(keyring.env);
  const { keyboard } = app.page;
  await ui.connect("This machine");
  await ui.chooseMethod("Vault.open");
  await ui.field("door").fill("broken");
  // Typed before it was locked: forgotten with the lock.
  await ui.field("password").fill(SECRET);
  await app.page
    .getByRole("button", { name: "Secret: ask for password at each call" })
    .press("Enter");
  await expect(app.page.getByText("Asked for at each call")).toBeVisible();
  await keyboard.press("Control+Shift+S");
  await dialog().getByLabel("Name").fill("open");
  await keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  expect(readFileSync(file("calls/open.yaml"), "utf8")).toContain(
    "args:\n  - broken\n  - $secret: password\n",
  );
  await ui.call();
  await expect(dialog()).toContainText("Secret password of Vault.open");
  await dialog().getByLabel("Secret", { exact: true }).fill(SECRET);
  await dialog()
    .getByRole("checkbox", { name: /^Remember it/ })
    .check();
  await expectAxeClean();
  await keyboard.press("Enter");
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await expect(ui.result).toContainText("refused •••");
  await expect(ui.callLog).toContainText("trying '•••'");
  expect(await app.page.locator("body").innerHTML()).not.toContain(SECRET);
  // What the page remembers of itself.
  expect(await app.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(SECRET);
  await app.kill();
  expect(filesWith(home, SECRET)).toEqual([]);

  await start(keyring.env);
  await ui.showTools();
  await expect(row("open")).toBeVisible();
  await savedCalls().focus();
  await keyboardPress("Shift+Enter");
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await expect(dialog()).toBeHidden();
  await savedCalls().focus();
  await keyboardPress("Shift+F10");
  await app.page.getByRole("menuitem", { name: "Forget its secrets" }).press("Enter");
  await expect(app.page.getByText("No secret of open is remembered any more.")).toBeVisible();
  await savedCalls().focus();
  await keyboardPress("Shift+Enter");
  await expect(dialog()).toContainText("Secret password of Vault.open");
  await keyboardPress("Escape");
  await expect(ui.result).toHaveAttribute("data-state", "cancelled");
  await app.close();
  expect(filesWith(home, SECRET)).toEqual([]);
});

const keyboardPress = (keys: string) => app.page.keyboard.press(keys);

test("the command line runs a saved call, and is given its secrets as JSON", async () => {
  write(
    "calls/cat.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: [cat]\nkwargs: {input: {$secret: phrase}}\nhosts: [local, web1]\n",
  );
  const env = { RMOTE_DESKTOP_HOME: home, RMOTE_DESKTOP_SSH_CONFIG: sshd.configFile };
  const missing = await cli(["run", "cat"], env);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toContain("calls/cat.yaml needs the secret phrase.");
  const secrets = JSON.stringify({ phrase: SECRET });
  const { status, stdout } = await cli(["run", "cat", "--secrets", "-", "--json"], env, secrets);
  expect(status).toBe(0);
  const { hosts } = JSON.parse(stdout);
  expect(hosts.map(({ host }: { host: string }) => host)).toEqual(["This machine", "web1"]);
  expect(hosts[1].value.stdout).toBe(SECRET);
  const one = await cli(["run", "cat", "--host", "local", "--secrets", "-"], env, secrets);
  expect(one.stdout).toContain(SECRET);
  const lost = await cli(["run", "cat", "--host", "web9", "--secrets", "-"], env, secrets);
  expect([lost.status, lost.stderr]).toEqual([
    2,
    expect.stringContaining("There is no host web9."),
  ]);
  expect(filesWith(home, SECRET)).toEqual([]);
});

test("without a keyring a secret is asked for each time, and why is said", async () => {
  write(
    "calls/shell.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: [cat]\nkwargs: {input: {$secret: phrase}}\nhosts: [local]\n",
  );
  await start();
  await ui.showTools();
  await expect(row("shell")).toBeVisible();
  for (const phrase of ["one", "two"]) {
    await savedCalls().focus();
    await keyboardPress("Shift+Enter");
    await expect(dialog()).toContainText("Secret phrase of Exec.shell");
    await expect(dialog()).toContainText("There is no unlocked keyring");
    await dialog().getByLabel("Secret", { exact: true }).fill(phrase);
    await keyboardPress("Enter");
    await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText(phrase);
  }
});
