import { execFile } from "node:child_process";
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
import { cli, root } from "./cli";
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

/** The text of a file; empty where there is none yet. */
const textOf = (path: string) => (existsSync(file(path)) ? readFileSync(file(path), "utf8") : "");

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

const dialog = (): Locator => app.page.getByRole("dialog");
const row = (name: string): Locator => app.page.getByRole("treeitem", { name, exact: true });
const toMend = (): Locator => app.page.getByRole("tree", { name: "Saved calls to mend" });
const builtIn = (): Locator => app.page.getByRole("tree", { name: "Built-in tools" });

const goTo = (name: string): Promise<void> => ui.goToTool(name);

/** Chooses in the menu of a row. */
async function choose(name: string, command: string): Promise<void> {
  await goTo(name);
  await app.page.keyboard.press("Shift+F10");
  await app.page.getByRole("menuitem", { name: command, exact: true }).press("Enter");
}

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
  await goTo("greet");
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
  await goTo("greet");
  await keyboard.press("Shift+Enter");
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("edited");

  await goTo("greet");
  await keyboard.press("F2");
  await dialog().getByLabel("Name").fill("hello");
  await keyboard.press("Enter");
  await choose("hello", "Duplicate");
  await expect(row("hello-2")).toBeVisible();
  await expectAxeClean();
  await goTo("hello-2");
  await keyboard.press("Delete");
  await expect(row("hello-2")).toHaveCount(0);
  await keyboard.press("Control+z");
  await expect(row("hello-2")).toBeVisible();

  // What is open in the form is the call that was renamed.
  await ui.field("script").focus();
  await keyboard.press("Control+Shift+S");
  await expect(dialog().getByLabel("Name")).toHaveValue("hello");
  await keyboard.press("Escape");

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
  await goTo("names");
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
  await expect(toMend().getByRole("treeitem")).toHaveText([/^broken.*line 4$/]);
  await row("broken").click();
  await expect(dialog()).toContainText("Line 4: hosts is no list");
  await app.page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
  await goTo("lost");
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
  await expect(app.page.getByText("Secret, asked for at each call")).toBeVisible();
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
  await goTo("open");
  await keyboardPress("Shift+Enter");
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await expect(dialog()).toBeHidden();
  await choose("open", "Forget its secrets");
  await expect(app.page.getByText("No secret of open is remembered any more.")).toBeVisible();
  await goTo("open");
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
  expect(missing.stderr).toContain("--secrets FILE");
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
    "calls/phrase.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: [cat]\nkwargs: {input: {$secret: phrase}}\nhosts: [local]\n",
  );
  await start();
  await ui.showTools();
  for (const phrase of ["one", "two"]) {
    await goTo("phrase");
    await keyboardPress("Shift+Enter");
    await expect(dialog()).toContainText("Secret phrase of Exec.shell");
    await expect(dialog()).toContainText("There is no unlocked keyring");
    await dialog().getByLabel("Secret", { exact: true }).fill(phrase);
    await keyboardPress("Enter");
    await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText(phrase);
  }
});

const greeter = [
  "from rmote.protocol import Tool",
  "",
  "",
  "class Greeter(Tool):",
  "    @staticmethod",
  "    def greet(who: str) -> str:",
  "        return 'hello ' + who",
  "",
].join("\n");
const greet =
  "version: 1\ntool: Greeter\nfile: greeter.py # ours\nmethod: greet\nargs: [you]\nhosts: [local]\n";

test("a call stands beneath its tool, follows its file, and can be given to another one", async () => {
  write("web/greeter.py", greeter);
  write("web/calls/say.yaml", greet);
  write("calls/who.yaml", "version: 1\ntool: Exec\nmethod: shell\nargs: [id]\nhosts: [local]\n");
  await start();
  const { keyboard } = app.page;
  await ui.showTools();
  await expect(ui.ownTools.getByRole("treeitem")).toHaveText([/^web/, /^greeter\.py/, /^say/]);
  await expect(row("say")).toHaveAttribute("aria-level", "3");
  await expect(row("who")).toHaveAttribute("aria-level", "2");
  await expect(toMend()).toHaveCount(0);

  // Arrows fold and go a level out, in both trees.
  await goTo("say");
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  await expect(row("say")).toHaveCount(0);
  await keyboard.press("ArrowRight");
  await expect(row("say")).toBeVisible();
  await goTo("who");
  await keyboard.press("ArrowLeft");
  await expect(row("Exec")).toHaveAttribute("aria-selected", "true");
  await keyboard.press("ArrowLeft");
  await expect(row("Exec")).toContainText("1 call");
  await expect(row("who")).toHaveCount(0);
  await keyboard.press("ArrowRight");
  await expect(row("who")).toBeVisible();
  await goTo("Methods of Exec");
  await keyboard.press("ArrowRight");
  await expect(row("shell")).toHaveAttribute("aria-level", "3");
  await keyboard.press("ArrowLeft");

  // The filter is for all three.
  const filter = app.page.getByRole("searchbox", { name: "Filter tools, methods and calls" });
  await filter.fill("greeter.greet local");
  await expect(row("say")).toBeVisible();
  await expect(builtIn().getByRole("treeitem")).toHaveCount(0);
  await filter.fill("");

  // Renamed and moved, and taken back.
  await goTo("greeter.py");
  await keyboard.press("F2");
  await keyboard.press("Control+a");
  await keyboard.type("hello.py");
  await keyboard.press("Enter");
  await expect(row("hello.py")).toBeVisible();
  expect(readFileSync(file("web/calls/say.yaml"), "utf8")).toBe(
    greet.replace("greeter.py", "hello.py"),
  );
  await choose("hello.py", "Move out of all folders");
  await expect.poll(() => existsSync(file("calls/say.yaml"))).toBe(true);
  await expect(row("say")).toHaveAttribute("aria-level", "2");
  await goTo("hello.py");
  await keyboard.press("Control+z");
  await expect.poll(() => existsSync(file("web/hello.py"))).toBe(true);
  await keyboard.press("Control+z");
  await expect.poll(() => existsSync(file("web/greeter.py"))).toBe(true);
  expect(readFileSync(file("web/calls/say.yaml"), "utf8")).toBe(greet);

  // Its tool is gone: the call says so, and is given another one.
  write("other.py", greeter.replace("Greeter", "Other"));
  rmSync(file("web/greeter.py"));
  await expect(toMend().getByRole("treeitem")).toHaveText([/say.*no greeter\.py$/]);
  await goTo("say");
  await keyboard.press("Enter");
  await expect(dialog()).toContainText("There is no tool file web/greeter.py.");
  await expectAxeClean();
  await dialog().getByRole("button", { name: "Choose what it calls…" }).press("Enter");
  await expect(dialog().getByRole("combobox", { name: "Tool" })).toHaveText("Other in other.py");
  await expect(dialog()).toContainText("It moves to calls/say.yaml.");
  await expectAxeClean();
  await dialog().getByRole("button", { name: "Use Other.greet" }).press("Enter");
  await expect
    .poll(() => textOf("calls/say.yaml"))
    .toBe(greet.replace("greeter.py", "other.py").replace("Greeter", "Other"));
  await expect(toMend()).toHaveCount(0);
  await goTo("say");
  await keyboard.press("Shift+Enter");
  await expect(ui.result).toContainText("hello you");

  // Its method is called something else by now.
  write("other.py", greeter.replace("Greeter", "Other").replace("def greet", "def speak"));
  await expect(row("say")).toContainText("no greet");
  await goTo("say");
  await keyboard.press("Enter");
  await expect(dialog()).toContainText("Other has no method greet.");
  await dialog().getByRole("button", { name: "Choose what it calls…" }).press("Enter");
  await expect(dialog().getByRole("combobox", { name: "Method" })).toHaveText("speak");
  await expect(dialog()).toContainText("There is no greet in it: say what it is called now.");
  await expectAxeClean();
  await dialog().getByRole("button", { name: "Use Other.speak" }).press("Enter");
  await expect.poll(() => textOf("calls/say.yaml")).toContain("method: speak\n");
  await goTo("say");
  await keyboard.press("Shift+Enter");
  await expect(ui.result).toContainText("Other.speak");
});

test("a call is dragged to another tool", async () => {
  write("greeter.py", greeter);
  write("web/greeter2.py", greeter);
  write("calls/say.yaml", greet);
  await start();
  await ui.showTools();
  await expect(row("greeter2.py")).toContainText("1 method");
  await row("say").dragTo(row("greeter2.py"));
  await expect
    .poll(() => textOf("web/calls/say.yaml"))
    .toBe(greet.replace("greeter.py", "greeter2.py"));
});

test("hundreds of calls are shown, filtered and walked", async () => {
  write("greeter.py", greeter);
  for (let at = 1; at <= 300; at += 1) {
    write(`calls/say-${at}.yaml`, greet);
    write(
      `calls/run-${at}.yaml`,
      "version: 1\ntool: Exec\nmethod: shell\nargs: [id]\nhosts: [local]\n",
    );
  }
  await start();
  await ui.showTools();
  await expect(row("run-300")).toHaveCount(1);
  await expect(row("greeter.py")).toHaveAttribute("aria-expanded", "true");
  await expect(row("greeter.py")).toHaveAccessibleDescription("1 method, 300 saved calls");
  // Only those that can be seen are in the page.
  expect(await ui.ownTools.getByRole("treeitem").count()).toBeLessThan(60);
  await ui.ownTools.focus();
  await app.page.keyboard.press("End");
  await expect(row("say-300")).toBeVisible();
  const filter = app.page.getByRole("searchbox", { name: "Filter tools, methods and calls" });
  await filter.fill("say-29");
  await expect(ui.ownTools.getByRole("treeitem")).toHaveCount(12);
  await filter.fill("run-29");
  await expect(builtIn().getByRole("treeitem")).toHaveCount(12);
});

test("a call is saved from a tool's own tab, copied, shown, exported and run from the palette", async () => {
  write("web/greeter.py", greeter);
  await start();
  const { keyboard } = app.page;
  await ui.showTools();
  await row("greeter.py").click();
  await ui.ownMethods.getByRole("button", { name: "Greeter.greet" }).click();
  await ui.field("who").fill("from the tab");
  await keyboard.press("Control+Shift+S");
  await dialog().getByLabel("Name").fill("say");
  await expect(dialog()).toContainText("web/calls/NAME.yaml");
  await keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  const text = readFileSync(file("web/calls/say.yaml"), "utf8");
  expect(text).toBe(
    "version: 1\ntool: Greeter\nfile: greeter.py\nmethod: greet\nargs:\n  - from the tab\nhosts:\n  - local\n",
  );
  await expect(row("say")).toHaveAttribute("aria-level", "3");

  await choose("say", "Copy its text");
  await expect(app.page.getByText("The text of say is in the clipboard.")).toBeVisible();
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);

  await app.electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => {
      process.env.RMOTE_TEST_SHOWN = path;
    };
  });
  await choose("say", "Show in its folder");
  const shown = () => app.electron.evaluate(() => process.env.RMOTE_TEST_SHOWN);
  await expect.poll(shown).toBe(file("web/calls/say.yaml"));

  const out = join(home, "exported");
  mkdirSync(out);
  await app.electron.evaluate(({ dialog: system }, folder) => {
    system.showOpenDialog = (async () => ({
      canceled: false,
      filePaths: [folder],
    })) as typeof system.showOpenDialog;
  }, out);
  await choose("say", "Export to a folder…");
  await expect(app.page.getByText(`Written to ${out}.`)).toBeVisible();
  expect(readFileSync(join(out, "web/calls/say.yaml"), "utf8")).toBe(text);

  await keyboard.press("Control+Shift+P");
  await keyboard.type("run the call say");
  await expect(app.page.locator("[cmdk-item][data-selected=true]")).toContainText(
    "Run the call say",
  );
  await keyboard.press("Enter");
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("hello from the tab");
});

test("a call is found in the gallery, and opened and run from there", async () => {
  write("web/greeter.py", greeter);
  write("web/calls/say.yaml", `${greet}description: A word of welcome\n`);
  await start();
  const { keyboard } = app.page;
  await ui.showTools();
  await app.page.getByRole("button", { name: "Browse snippets" }).filter({ visible: true }).click();
  const search = app.page.getByRole("searchbox", { name: "Search snippets and your tools" });
  const found = app.page
    .getByRole("listbox", { name: "Snippets and your tools" })
    .getByRole("option");
  for (const words of ["web/say", "greeter.greet", "welcome", "you"]) {
    await search.fill(words);
    await expect(found.filter({ hasText: "web/say" })).toHaveCount(1);
  }
  await search.fill("welcome");
  await expect(found).toHaveText([/web\/saycall.*A word of welcome/]);
  const about = app.page.getByRole("region", { name: "web/say" });
  await expect(about).toContainText("Greeter.greet");
  await expect(about).toContainText("'you'");
  await expectAxeClean();
  await search.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(ui.field("who")).toHaveValue("you");
  await app.page.getByRole("tab", { name: "Snippets" }).click();
  await about.getByRole("button", { name: "Run" }).press("Enter");
  await expect(ui.result).toContainText("hello you");
});

test("secrets within lists, dicts, bytes and JSON are asked for, and written nowhere", async () => {
  write(
    "vault.py",
    [
      "import logging",
      "from rmote.protocol import Tool",
      "from typing import Dict, List",
      "",
      "",
      "class Vault(Tool):",
      "    @staticmethod",
      "    def open(words: List[str], env: Dict[str, str], key: bytes, data=None) -> list:",
      "        logging.getLogger('vault').warning('%r %r %r %r', words, env, key, data)",
      "        print(key.hex(), data)",
      "        return [words[-1] == env['TOKEN'] == data['key'] == key.decode(), len(words), data['user']]",
      "",
    ].join("\n"),
  );
  await start(keyring.env);
  const { keyboard } = app.page;
  const lock = (place: string) =>
    app.page.getByRole("button", { name: `Secret: ask for ${place} at each call`, exact: true });
  await ui.connect("This machine");
  await ui.chooseMethod("Vault.open");
  const form = (name: string) => app.page.getByTestId(`parameter-${name}`);
  await form("words").getByRole("button", { name: "Add item to words" }).click();
  await form("words").getByRole("textbox", { name: "words item 1" }).fill("plain");
  await form("words").getByRole("button", { name: "Add item to words" }).click();
  // Typed before it was locked: forgotten with the lock.
  await form("words").getByRole("textbox", { name: "words item 2" }).fill(SECRET);
  await lock("words item 2").press("Enter");
  await form("env").getByRole("button", { name: "Add entry to env" }).click();
  await form("env").getByRole("textbox", { name: "env key 1" }).fill("TOKEN");
  await lock("env value 1").press("Enter");
  await lock("key").press("Enter");
  await expect(form("key").getByRole("combobox")).toHaveText("bytes (utf-8)");
  await form("data").getByRole("textbox").fill('{"user": "me", "key": {"$secret": "inner"}}');
  await expectAxeClean();
  await keyboard.press("Control+Shift+S");
  await dialog().getByLabel("Name").fill("open");
  await keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  expect(readFileSync(file("calls/open.yaml"), "utf8")).toBe(`version: 1
tool: Vault
file: vault.py
method: open
args:
  - - plain
    - $secret: words.2
  - TOKEN:
      $secret: env.TOKEN
  - $secret: key
    as: utf-8
  - user: me
    key:
      $secret: inner
hosts:
  - local
`);
  await ui.showTools();
  await goTo("open");
  await keyboard.press("Shift+Enter");
  for (const name of ["words.2", "env.TOKEN", "key", "inner"]) {
    await expect(dialog()).toContainText(`Secret ${name} of Vault.open`);
    await dialog().getByLabel("Secret", { exact: true }).fill(SECRET);
    await dialog()
      .getByRole("checkbox", { name: /^Remember it/ })
      .check();
    await keyboard.press("Enter");
  }
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("True");
  await expect(ui.callLog).toContainText("['plain', '•••'] {'TOKEN': '•••'} b'•••'");
  expect(await app.page.locator("body").innerHTML()).not.toContain(SECRET);
  expect(await app.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(SECRET);

  // What the form of a saved call has is the call.
  await goTo("open");
  await keyboard.press("Enter");
  await expect(app.page.getByText("Not all of open fits the form.")).toHaveCount(0);
  await expect(lock("words item 2")).toHaveAttribute("aria-pressed", "true");
  await ui.call();
  // All four are remembered for the very same call.
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await app.close();
  for (const form of [
    SECRET,
    Buffer.from(SECRET).toString("hex"),
    Buffer.from(SECRET).toString("base64"),
  ]) {
    expect(filesWith(home, form)).toEqual([]);
  }
});

test("the command line asks for secrets on a terminal, and shows nothing of what is typed", async () => {
  write(
    "calls/cat.yaml",
    "version: 1\ntool: Exec\nmethod: shell\nargs: ['test \"$WORD\" = other && wc -c']\n" +
      "kwargs: {input: {$secret: phrase}, env: {WORD: {$secret: word}}}\nhosts: [local]\n",
  );
  const run = (answers: [string, string][], ...more: string[]) =>
    new Promise<{ status: number; shown: string }>((resolve) => {
      const command = [process.execPath, join(root, "scripts/rmote-desktop.mjs"), "run", "cat"];
      execFile(
        "python3",
        [join(root, "e2e/on-terminal.py"), JSON.stringify(answers), ...command, ...more],
        {
          env: { ...process.env, RMOTE_DESKTOP_HOME: home, RMOTE_DESKTOP_SSH_CONFIG: "/dev/null" },
        },
        (error, shown) => resolve({ status: error === null ? 0 : Number(error.code), shown }),
      );
    });
  const phrase = "Secret phrase of Exec.shell (not shown): ";
  const word = "Secret word of Exec.shell (not shown): ";
  // Typed wrong first, and mended with the keys of a terminal.
  const both = await run([
    [phrase, `x\x7f${SECRET}\r`],
    [word, "other\r"],
  ]);
  expect(both.shown).not.toContain(SECRET);
  expect(both.shown).not.toContain("other");
  expect(both.shown).toContain(`"stdout": "${SECRET.length}`);
  expect(both.status).toBe(0);

  // Those of a file are not asked for.
  writeFileSync(join(home, "secrets.json"), JSON.stringify({ word: "other" }));
  const one = await run([[phrase, `${SECRET}\r`]], "--secrets", join(home, "secrets.json"));
  expect([one.status, one.shown.includes(word)]).toEqual([0, false]);

  const left = await run([[phrase, "\x03"]]);
  expect(left.status).toBe(4);
  expect(left.shown).toContain("The secret phrase was not given.");
  const none = await cli(["run", "cat"], { RMOTE_DESKTOP_HOME: home });
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("Run it in a terminal")]);
  expect(filesWith(home, SECRET)).toEqual([]);
});
