import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, test } from "@playwright/test";
import { descendants } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

/** The files of a host in the real window, over ssh to a real sshd. Both ends are this machine. */
let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;
let folder: string;
/** What the host has, and what this machine has. */
let there: string;
let here: string;

const MIB = 2 ** 20;
const sha256 = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
  await ui.connect("web1");
  await app.page.getByRole("tab", { name: "Files" }).click();
  await expect(list().getByRole("option").first()).toBeVisible();
});
test.afterAll(async () => {
  await app.close();
  await sshd.stop();
});
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-files-"));
  there = join(folder, "there");
  here = join(folder, "here");
  mkdirSync(there);
  mkdirSync(here);
});
test.afterEach(async () => {
  const clear = app.page.getByRole("button", { name: "Clear finished" });
  if (await clear.isVisible()) await clear.click();
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const list = () => app.page.getByRole("listbox", { name: "Files" });
const entry = (name: string) => list().getByRole("option", { name, exact: true });
const pathField = () => app.page.getByRole("textbox", { name: "Path of the folder" });
const line = () => app.page.getByTestId("folder-line");
const transfer = (name: string) => app.page.getByTestId(`transfer-${name}`);
const state = (of: Locator, kind: string) => expect(of).toHaveAttribute("data-state", kind);
const button = (name: string | RegExp) => app.page.getByRole("button", { name });

async function goTo(path: string): Promise<void> {
  await pathField().fill(path);
  await pathField().press("Enter");
  await expect(pathField()).toHaveValue(path);
  await expect(list()).toBeFocused();
}

/** The system's dialogs cannot be driven: they answer what a person would have chosen. */
async function willChoose(paths: string[]): Promise<void> {
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen.length === 0, filePaths: chosen });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen[0] ?? "" });
  }, paths);
}

async function upload(what: "Files…" | "Folders…", paths: string[]): Promise<void> {
  await willChoose(paths);
  await button("Upload").click();
  await app.page.getByRole("menuitem", { name: what }).click();
}

async function expectAxeClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const press = (key: string) => app.page.keyboard.press(key);

test("a folder is listed, sorted, filtered and walked through", async () => {
  mkdirSync(join(there, "conf.d", "deep"), { recursive: true });
  writeFileSync(join(there, "file10"), "x".repeat(10));
  writeFileSync(join(there, "file2"), "x".repeat(2000));
  writeFileSync(join(there, ".hidden"), "");
  chmodSync(join(there, "file2"), 0o4750);
  symlinkSync("conf.d", join(there, "current"));
  symlinkSync("nowhere", join(there, "broken"));
  await goTo(there);
  const names = () =>
    list()
      .getByRole("option")
      .evaluateAll((rows) =>
        rows.map((row) => document.getElementById(`${row.id}-name`)?.textContent),
      );
  await expect.poll(names).toEqual(["conf.d", "current", "broken", "file2", "file10"]);
  await expect(line()).toContainText("2 folders, 3 files");
  await expect(line()).toContainText("1 hidden");
  await expect(entry("file2")).toContainText("rwsr-x---");
  await expect(entry("file2")).toContainText("2.0");
  await expect(entry("current")).toContainText("→ conf.d");
  await expect(entry("broken")).toHaveAccessibleDescription(/leads nowhere/);

  await button("Sort by size").click();
  await expect.poll(names).toEqual(["conf.d", "current", "file2", "file10", "broken"]);
  await button("Sort by name").click();
  await button("Show hidden files").click();
  await expect(entry(".hidden")).toBeVisible();
  await button("Hide hidden files").click();
  await expect(entry(".hidden")).toBeHidden();

  await entry("conf.d").dblclick();
  await expect(pathField()).toHaveValue(join(there, "conf.d"));
  await expect(entry("deep")).toBeVisible();
  await button("Folder above").click();
  await expect(entry("conf.d")).toHaveAttribute("aria-selected", "true");
  await entry("current").dblclick();
  await expect(pathField()).toHaveValue(join(there, "current"));

  // A path may be typed from the folder that is shown; what cannot be shown is said beneath.
  await pathField().fill("deep");
  await pathField().press("Enter");
  await expect(pathField()).toHaveValue(join(there, "current", "deep"));
  await expect(app.page.getByText("This folder is empty")).toBeVisible();
  const refused = app.page.getByRole("alert");
  await pathField().fill(join(there, "none"));
  await pathField().press("Enter");
  await expect(refused).toHaveText(`There is no ${join(there, "none")}.`);
  await pathField().fill(join(there, "file2"));
  await pathField().press("Enter");
  await expect(refused).toHaveText(`${join(there, "file2")} is no folder.`);
  await expectAxeClean();
  await pathField().press("Escape");
  await goTo(there);
  await expect(refused).toBeHidden();
});

test("all of it by keyboard alone", async () => {
  const { page } = app;
  mkdirSync(join(there, "sub"));
  for (const name of ["alpha.txt", "beta.txt", "gamma.txt"]) writeFileSync(join(there, name), name);
  await goTo(there);
  await press("ArrowDown");
  await expect(entry("sub")).toHaveAttribute("aria-selected", "true");
  await press("Enter");
  await expect(pathField()).toHaveValue(join(there, "sub"));
  await press("Backspace");
  await expect(entry("sub")).toHaveAttribute("aria-selected", "true");
  await press("ArrowDown");
  await press("Shift+ArrowDown");
  await expect(line()).toContainText("2 selected");
  await press("Escape");
  await press("F2");
  await expect(page.getByLabel("New name")).toHaveValue("beta.txt");
  await expect(page.getByLabel("New name")).toBeFocused();
  await page.keyboard.type("delta");
  await press("Enter");
  await expect(entry("delta.txt")).toHaveAttribute("aria-selected", "true");
  await expect(list()).toBeFocused();
  await press("F2");
  await page.getByLabel("New name").fill("gamma.txt");
  await press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveText(
    "There is something of that name already.",
  );
  await press("Escape");
  await expect(list()).toBeFocused();

  await press("Shift+F10");
  await page.getByRole("menuitem", { name: "New folder…" }).press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("made");
  await press("Enter");
  await expect(entry("made")).toHaveAttribute("aria-selected", "true");
  await expect(list()).toBeFocused();
  expect(lstatSync(join(there, "made")).isDirectory()).toBe(true);
  await press("Control+c");
  await expect(page.getByText("Path copied.")).toBeVisible();

  // Typing filters, and what is not shown is not removed.
  await press("Control+a");
  await page.keyboard.type("ta");
  await expect(page.getByRole("searchbox", { name: "Filter the files" })).toHaveValue("ta");
  await expect(entry("alpha.txt")).toBeHidden();
  await press("Enter");
  await expect(list()).toBeFocused();
  await press("Delete");
  await expect(page.getByRole("dialog", { name: "Remove delta.txt?" })).toBeVisible();
  await expectAxeClean();
  await expect(button("Cancel")).toBeFocused();
  await press("Tab");
  await press("Enter");
  await expect(page.getByText("delta.txt was removed.")).toBeVisible();
  // The dialog goes a moment after it is said, and an Escape before that is the dialog's.
  await expect(list()).toBeFocused();
  await press("Escape");
  await expect(entry("alpha.txt")).toBeVisible();
  await expect
    .poll(() => readdirSync(there).sort())
    .toEqual(["alpha.txt", "gamma.txt", "made", "sub"]);
  await press("Alt+ArrowUp");
  await expect(pathField()).toHaveValue(folder);

  await press("Control+Shift+P");
  await page.getByPlaceholder("Type a command").fill("Upload folders");
  await expect(page.locator("[cmdk-item][data-selected=true]")).toContainText("Upload folders");
  await willChoose([]);
  await press("Enter");
  await expect(list()).toBeFocused();
});

test("files and folders go there and come back", async () => {
  const { page } = app;
  writeFileSync(join(here, "a.bin"), randomBytes(3 * MIB));
  chmodSync(join(here, "a.bin"), 0o640);
  mkdirSync(join(here, "site", "empty"), { recursive: true });
  writeFileSync(join(here, "site", "index.html"), "<p>");
  symlinkSync("index.html", join(here, "site", "start"));
  await goTo(there);
  await upload("Files…", [join(here, "a.bin")]);
  await state(transfer("a.bin"), "done");
  await expect(transfer("a.bin")).toContainText("Uploaded · 3.0");
  await expect(entry("a.bin")).toBeVisible();
  await upload("Folders…", [join(here, "site")]);
  await state(transfer("site"), "done");
  await expect(entry("site")).toBeVisible();
  expect(sha256(join(there, "a.bin"))).toBe(sha256(join(here, "a.bin")));
  expect(lstatSync(join(there, "a.bin")).mode & 0o777).toBe(0o640);
  expect(readdirSync(join(there, "site")).sort()).toEqual(["empty", "index.html", "start"]);

  await button("Clear finished").click();
  await willChoose([join(here, "as.bin")]);
  await entry("a.bin").dblclick();
  await state(transfer("as.bin"), "done");
  expect(sha256(join(here, "as.bin"))).toBe(sha256(join(there, "a.bin")));
  mkdirSync(join(here, "down"));
  await willChoose([join(here, "down")]);
  await list().focus();
  await press("Control+a");
  await button("Download…").click();
  await state(transfer("site"), "done");
  await state(transfer("a.bin"), "done");
  expect(readFileSync(join(here, "down", "site", "start"), "utf8")).toBe("<p>");
  await app.electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => {
      shell.beep = () => {};
      process.env.RMOTE_TEST_SHOWN = path;
    };
  });
  await button("Show a.bin in its folder").click();
  const shown = () => app.electron.evaluate(() => process.env.RMOTE_TEST_SHOWN);
  await expect.poll(shown).toBe(join(here, "down", "a.bin"));
  await expectAxeClean();
  await expect(page.getByRole("region", { name: "Transfers" })).toContainText("3 finished");
});

test("files are dropped from the desktop, also onto a folder", async () => {
  const { page } = app;
  mkdirSync(join(there, "inbox"));
  writeFileSync(join(here, "one.txt"), "1");
  writeFileSync(join(here, "two.txt"), "2");
  await goTo(there);
  // A file of an input has its path as one that is dropped has it.
  await page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.id = "dropped";
    input.hidden = true;
    document.body.append(input);
  });
  await page.locator("#dropped").setInputFiles([join(here, "one.txt"), join(here, "two.txt")]);
  await entry("inbox").evaluate((row) => {
    const input = document.querySelector<HTMLInputElement>("#dropped");
    const data = new DataTransfer();
    for (const file of input?.files ?? []) data.items.add(file);
    // What a script has made has no path, and goes nowhere.
    data.items.add(new File(["x"], "/etc/passwd"));
    const event = { bubbles: true, cancelable: true, dataTransfer: data };
    row.dispatchEvent(new DragEvent("dragover", event));
    row.dispatchEvent(new DragEvent("drop", event));
    input?.remove();
  });
  await state(transfer("two.txt"), "done");
  await state(transfer("one.txt"), "done");
  expect(readdirSync(join(there, "inbox")).sort()).toEqual(["one.txt", "two.txt"]);
});

test("what is there already is asked about, for one or for all", async () => {
  const { page } = app;
  const names = ["a.txt", "b.txt", "c.txt"];
  for (const name of names) {
    writeFileSync(join(here, name), `new ${name}`);
    writeFileSync(join(there, name), `old ${name}`);
  }
  await goTo(there);
  await upload(
    "Files…",
    names.map((name) => join(here, name)),
  );
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("a.txt is there already");
  await expect(dialog.getByRole("button", { name: "Keep both" })).toBeFocused();
  await expectAxeClean();
  await press("Escape");
  await expect(dialog).toBeHidden();
  await state(transfer("a.txt"), "asking");
  await expect(ui.statusBar).toContainText("3 ask you");
  await transfer("a.txt")
    .getByRole("button", { name: /^Answer/ })
    .click();
  await press("Enter");
  await state(transfer("a (2).txt"), "done");
  await transfer("b.txt")
    .getByRole("button", { name: /^Answer/ })
    .click();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Replace" }).click();
  await state(transfer("b.txt"), "done");
  await state(transfer("c.txt"), "done");
  const contents = readdirSync(there)
    .sort()
    .map((name) => readFileSync(join(there, name), "utf8"));
  expect(contents).toEqual(["new a.txt", "old a.txt", "new b.txt", "new c.txt"]);
  await expect(entry("a (2).txt")).toBeVisible();
});

test("a transfer is cancelled and leaves nothing; what cannot be done is said", async () => {
  writeFileSync(join(here, "big"), randomBytes(256 * MIB));
  await goTo(there);
  await upload("Files…", [join(here, "big")]);
  await expect(transfer("big")).toContainText("%");
  await expect(ui.statusBar).toContainText("1 transfer");
  await expect(transfer("big").getByRole("progressbar")).toBeVisible();
  // Small calls go on beside it.
  await goTo(folder);
  await goTo(there);
  await button("Cancel big").click();
  await state(transfer("big"), "cancelled");
  await expect.poll(() => readdirSync(there)).toEqual([]);

  // Nobody, not even root, puts files there.
  await goTo("/sys");
  await upload("Files…", [join(here, "big")]);
  const failed = app.page.getByTestId("transfer-big").first();
  await state(failed, "failed");
  await expect(failed).toContainText(/denied|not permitted/i);
  await button("New folder…").click();
  await app.page.getByLabel("Name", { exact: true }).fill("x");
  await press("Enter");
  await expect(app.page.getByRole("alert")).toContainText(/denied|not permitted/i);
  await press("Escape");
});

test("a transfer whose link is lost is gone on with", async () => {
  const { page } = app;
  writeFileSync(join(here, "big"), randomBytes(256 * MIB));
  await goTo(there);
  await upload("Files…", [join(here, "big")]);
  const percent = async () =>
    Number(await transfer("big").getByRole("progressbar").getAttribute("aria-valuenow"));
  await expect.poll(percent, { intervals: [50] }).toBeGreaterThan(10);
  const pid = app.electron.process().pid ?? 0;
  for (const each of descendants(pid)) {
    if (/^ssh\b/.test(each.command)) process.kill(each.pid, "SIGKILL");
  }
  await state(transfer("big"), "failed");
  expect(existsSync(join(there, "big"))).toBe(false);
  await button("Resume: big").click();
  await state(transfer("big"), "done");
  await expect(transfer("big")).toContainText("gone on with at");
  await expect(ui.hostState).toHaveText("ready");
  expect(sha256(join(there, "big"))).toBe(sha256(join(here, "big")));
  expect(readdirSync(there)).toEqual(["big"]);
  await expect(entry("big")).toBeVisible();
  await expect(page.getByRole("tab", { name: "Files" })).toHaveAttribute("data-state", "active");
});

test("5,000 entries, and names that are meant to mislead", async () => {
  const { page } = app;
  mkdirSync(join(there, "many"));
  for (let n = 0; n < 5000; n++) writeFileSync(join(there, "many", `file-${n}`), "");
  await goTo(join(there, "many"));
  await expect(line()).toContainText("5\u202f000 files");
  await press("End");
  await expect(entry("file-4999")).toHaveAttribute("aria-selected", "true");
  await expect(entry("file-4999")).toBeInViewport();
  expect(await list().getByRole("option").count()).toBeLessThan(60);
  await page.keyboard.type("4321");
  await expect(line()).toContainText("0 folders, 1 file");
  await press("Escape");
  await press("Escape");

  const odd = ["-rf", "new\nline", "\u001b[31mred", "x\u202egpj.exe"];
  for (const name of odd) writeFileSync(join(there, name), name);
  const notUtf8 = Buffer.concat([Buffer.from(`${there}/latin-`), Buffer.from([0xe9])]);
  writeFileSync(notUtf8, "x");
  await goTo(there);
  for (const name of ["-rf", "new\\nline", "\\u{1b}[31mred", "x\\u{202e}gpj.exe", "latin-\\xe9"]) {
    await expect(entry(name)).toBeVisible();
  }
  mkdirSync(join(here, "down"));
  await willChoose([join(here, "down")]);
  await entry("\\u{1b}[31mred").click();
  await entry("x\\u{202e}gpj.exe").click({ modifiers: ["Shift"] });
  await entry("latin-\\xe9").click({ modifiers: ["Control"] });
  await button("Download…").click();
  await expect.poll(() => readdirSync(join(here, "down")).sort()).toEqual([...odd].sort());
  // One whose name is no UTF-8 is renamed first, which can be done.
  await entry("latin-\\xe9").click();
  await button("Download…").click();
  await expect(page.getByText(/is no UTF-8\. Rename it first\./)).toBeVisible();
  await list().focus();
  await press("F2");
  await page.getByLabel("New name").fill("latin");
  await press("Enter");
  await expect(entry("latin")).toBeVisible();
  expect(readdirSync(here)).toEqual(["down"]);
});

test("the last folder of a host is shown again", async () => {
  mkdirSync(join(there, "deep"));
  await goTo(join(there, "deep"));
  await app.page.reload();
  await ui.host("web1").click();
  await app.page.getByRole("tab", { name: "Files" }).click();
  await expect(pathField()).toHaveValue(join(there, "deep"));
});
