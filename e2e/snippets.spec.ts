import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { expect, test } from "@playwright/test";
import { ZipFile } from "yazl";
import { launchApp, type RunningApp } from "./app";
import { noComplaintsInEitherTheme } from "./axe";
import { AppWindow, EditorPane } from "./window";

/** The examples that come with the app: found, looked at, called, inserted, copied; and what others bring in. */
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
});
test.afterEach(async () => {
  await app?.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

const file = (path: string) => join(home, "tools", path);
const list = () => app.page.getByRole("listbox", { name: "Snippets and your tools" });
const option = (name: string) => list().getByRole("option", { name: new RegExp(`^${name}`) });
const search = () => app.page.getByRole("searchbox", { name: "Search snippets and your tools" });
const button = (name: string) =>
  app.page.getByRole("button", { name, exact: true }).filter({ visible: true });
const code = () => new EditorPane(app.page, "source");

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

async function start(size?: { width: number; height: number }): Promise<void> {
  app = await launchApp({ home, ...(size !== undefined && { size }) });
  ui = new AppWindow(app.page);
  await ui.showTools();
}

async function browse(): Promise<void> {
  await button("Browse snippets").click();
  await expect(search()).toBeFocused();
}

const own = `from rmote.protocol import Tool


class Mine(Tool):
    """A tool of mine."""

    @staticmethod
    def one() -> int:
        """The first number."""
        return 1
`;

test("snippets are found by name, docs and source, with own tools, and looked at", async () => {
  write("web/mine.py", `${own}        # statvfs is not used here\n`);
  await start();
  await browse();
  await expect(list().getByRole("option")).toHaveCount(8);
  await search().fill("x509");
  await expect(list().getByRole("option")).toHaveCount(1);
  await expect(app.page.getByRole("heading", { name: "Certificate expiry" })).toBeVisible();
  await code().expectText('"""Certificate expiry');

  await search().fill("statvfs");
  await expect(list().getByRole("option")).toHaveCount(2);
  await expect(option("Disk report")).toContainText("os.statvfs(mount)");
  await expect(code().line("info = os.statvfs(mount)")).toBeVisible();
  await expect(option("web/mine.py")).toContainText("yours");
  await option("web/mine.py").click();
  await code().expectText("class Mine(Tool)");
  await search().fill("qwxyz");
  await expect(app.page.getByText("Nothing has “qwxyz”")).toBeVisible();
});

test("a snippet is called on this machine as it is", async () => {
  await start();
  await browse();
  await search().fill("disk report");
  await button("Call report on…").click();
  await app.page.keyboard.press("Enter");
  await expect(ui.hostState).toHaveText("ready");
  await expect(app.page.getByRole("combobox", { name: "Method" })).toHaveText("DiskReport.report");
  await app.page.getByRole("button", { name: /^Call/ }).filter({ visible: true }).first().focus();
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("used_percent");

  // What fails in it leads to its source.
  await ui.chooseMethod("FollowLog.follow");
  await ui.field("path").fill("/no/such.log");
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await ui.result.getByRole("button", { name: "rmote.snippets.follow_log" }).click();
  await expect(app.page.getByRole("tab", { name: "Snippets" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(code().line('file = open(path, "rb")')).toBeVisible();
  expect(existsSync(file("follow_log.py"))).toBe(false);
});

test("a method of a snippet is copied as in the console, in each form", async () => {
  await start();
  await browse();
  const { page } = app;
  const copyAs = async (menu: string, form: string) => {
    await button(menu).click();
    await page.getByRole("menuitem", { name: form }).press("Enter");
    await expect(page.getByRole("status").filter({ hasText: "was copied as" })).toBeVisible();
    await page.getByRole("button", { name: "Dismiss" }).click();
    return await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  };
  await search().fill("disk report");
  const typescript = await copyAs("Copy a call of report as", "TypeScript");
  expect(typescript).toContain('import { connect, snippets, toJson } from "rmote-desktop";');
  expect(typescript).toContain("await protocol.call(snippets.DiskReport.report);");
  const shell = await copyAs("Copy a call of report as", "Command line");
  expect(shell).toBe("rmote-desktop call local rmote.snippets.disk_report.DiskReport.report");
  expect(await copyAs("Copy a call of report as", "Python script")).toContain(
    "_rmote_print(DiskReport().report())",
  );

  // What has to be given has something in its place, and that is said.
  await search().fill("deploy");
  await button("Copy a call of deploy as").click();
  await page.getByRole("menuitem", { name: "TypeScript" }).press("Enter");
  await expect(page.getByText("Put in what you want for path, content.")).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).click();

  // The console says the same of it.
  await search().fill("disk report");
  await button("Call report on…").click();
  await page.keyboard.press("Enter");
  await expect(ui.hostState).toHaveText("ready");
  await expect(page.getByRole("combobox", { name: "Method" })).toHaveText("DiskReport.report");
  expect(await copyAs("Copy the call as", "TypeScript")).toBe(typescript);
  expect(await copyAs("Copy the call as", "Command line")).toBe(shell);
});

test("a snippet is copied by keyboard alone, and a name is asked for where its own is taken", async () => {
  await start();
  const { keyboard } = app.page;
  await keyboard.press("Control+Shift+p");
  await keyboard.type("browse snippets");
  await keyboard.press("Enter");
  await expect(search()).toBeFocused();
  await keyboard.press("ArrowDown");
  await expect(list()).toBeFocused();
  await keyboard.press("End");
  await expect(app.page.getByRole("heading", { name: "Who is logged in" })).toBeVisible();
  await keyboard.press("r");
  await expect(search()).toBeFocused();
  await keyboard.type("otate");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(button("Copy to your tools")).toBeFocused();
  await keyboard.press("Enter");
  await ui.toolSource.expectFocus();
  await ui.toolSource.expectText('"""Rotate a log');
  const snippet = readFileSync(join("resources", "snippets", "rotate_log.py"), "utf8");
  expect(readFileSync(file("rotate_log.py"), "utf8")).toBe(snippet);
  await expect(button("RotateLog.rotate")).toBeVisible();

  await keyboard.press("Control+PageUp");
  await expect(app.page.getByRole("tab", { name: "Snippets" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await button("Copy to your tools").press("Enter");
  const dialog = app.page.getByRole("dialog", { name: "Copy “Rotate a log”" });
  await expect(dialog.getByRole("textbox", { name: "Name of the copy" })).toHaveValue(
    "rotate_log_2",
  );
  await keyboard.press("Control+a");
  await keyboard.type("rotate_log");
  await keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("rotate_log.py is there already");
  await keyboard.press("Control+a");
  await keyboard.type("web/rotation");
  await keyboard.press("Enter");
  await ui.toolSource.expectFocus();
  expect(readFileSync(file("web/rotation.py"), "utf8")).toBe(snippet);
});

test("a method is inserted into the tool that is open, with what it needs, and can be called there", async () => {
  write("mine.py", own);
  await start();
  await browse();
  await search().fill("disk report");
  await expect(app.page.getByText("Open one of your tools to insert")).toBeVisible();
  await ui.ownTools.getByRole("treeitem", { name: "mine.py", exact: true }).click();
  await ui.toolSource.expectText("class Mine(Tool)");
  await browse();
  await button("Insert report into mine.py").click();
  await ui.toolSource.expectFocus();
  await expect(ui.toolSource.line("def report(")).toBeVisible();
  await expect(button("Mine.report")).toBeVisible();
  await button("Mine.report").click();
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("used_percent");
  // It is not saved yet, and is one step to take back.
  expect(readFileSync(file("mine.py"), "utf8")).toBe(own);
  await ui.toolSource.focus();
  await app.page.keyboard.press("Control+z");
  await expect(button("Mine.report")).toHaveCount(0);
  await expect(button("Mine.one")).toBeVisible();

  await app.page.keyboard.press("Control+y");
  await expect(button("Mine.report")).toBeVisible();
  await browse();
  await button("Insert report into mine.py").click();
  await expect(app.page.getByText("The class has a method report already")).toBeVisible();
});

test("what is imported is shown before anything is written, and nothing of it runs by itself", async () => {
  const marker = join(home, "marker");
  const hostile = `import subprocess
open(${JSON.stringify(marker)}, "w").close()
from rmote.protocol import Tool


class Nice(Tool):
    """Looks nice."""

    @staticmethod
    def hello(name: str = open(${JSON.stringify(marker)}, "w").name) -> str:
        """Say hello."""
        return "hello " + name
`;
  write("mine.py", own);
  await start();
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("tool: tools.nice.Nice\n"), "calls/nice.yaml");
  zip.addBuffer(Buffer.from(hostile), "nice.py");
  zip.addBuffer(Buffer.from("class Broken(:\n"), "broken.py");
  zip.end();
  const archive = join(home, "tools.zip");
  await pipeline(zip.outputStream, createWriteStream(archive));
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, archive);
  await button("More for tools").click();
  await app.page.getByRole("menuitem", { name: "Import a zip…" }).click();
  const sheet = app.page.getByRole("dialog", { name: "Import into Tools" });
  const files = sheet.getByRole("listbox", { name: "Files to import" });
  const contents = sheet.getByRole("status", { name: "Tools in it" });
  await expect(files.getByRole("option")).toHaveCount(3);
  await files.focus();
  await app.page.keyboard.press("End");
  await expect(files.locator("[aria-selected=true]")).toContainText("broken.py");
  await expect(contents).toContainText("Line 1:");
  await app.page.keyboard.press("ArrowUp");
  await expect(files.locator("[aria-selected=true]")).toContainText("nice.py");
  await expect(contents).toContainText("Nice: hello");
  await new EditorPane(app.page, "source").expectText("import subprocess");
  await noComplaintsInEitherTheme(app);
  expect(existsSync(file("nice.py"))).toBe(false);
  await sheet.getByRole("button", { name: "Import 3 files" }).click();
  const row = ui.ownTools.getByRole("treeitem", { name: "nice.py", exact: true });
  await expect(row).toBeVisible();
  await row.click();
  await expect(button("Nice.hello")).toBeVisible();
  await browse();
  await search().fill("looks nice");
  await expect(option("nice.py")).toBeVisible();
  expect(readFileSync(file("nice.py"), "utf8")).toBe(hostile);
  expect(existsSync(marker)).toBe(false);
});

test("it can be used by everybody, in a small window too", async () => {
  test.setTimeout(180_000);
  write("mine.py", own);
  await start({ width: 900, height: 600 });
  await ui.ownTools.getByRole("treeitem", { name: "mine.py", exact: true }).click();
  await ui.toolSource.expectText("class Mine(Tool)");
  await browse();
  await code().expectText('"""Certificate expiry');
  await noComplaintsInEitherTheme(app);
  for (const name of ["Copy to your tools", "Copy the source", "Call server on…"]) {
    await expect(button(name)).toBeInViewport();
  }
  // From pane to pane.
  await app.page.keyboard.press("F6");
  await expect(
    app.page.getByRole("region", { name: "Certificate expiry" }).locator(":focus"),
  ).toHaveCount(1);
  await app.page.keyboard.press("F6");
  await code().expectFocus();
  await search().fill("qwxyz");
  await noComplaintsInEitherTheme(app);
});
