import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { noComplaintsInEitherTheme } from "./axe";
import { AppWindow } from "./window";

/** Tool files of the user's: written, called on this machine over the real agent, broken, mended, kept. */
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
const row = (name: string) => ui.ownTools.getByRole("treeitem", { name, exact: true });
const button = (name: string | RegExp) =>
  app.page.getByRole("button", { name, exact: true }).filter({ visible: true });

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

async function start(): Promise<void> {
  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  await ui.showTools();
}

const broken = `from rmote.protocol import Tool


class Disk(Tool):
    """Looks at disks."""

    @staticmethod
    def half(number: int) -> float:
        """Half of a number."""
        return number / 0
`;

test("a tool is made, called, broken, mended, saved and called again", async () => {
  await start();
  const { page } = app;
  const { keyboard } = page;
  await expect(page.getByRole("heading", { name: "Write a tool in Python" })).toBeVisible();
  await button("New tool").first().click();
  await keyboard.type("my tool");
  await keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "is a Python module" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("disk");
  await keyboard.press("Enter");
  await expect(row("disk.py")).toBeVisible();
  await ui.toolSource.expectText("class Disk(Tool):");
  expect(readFileSync(file("disk.py"), "utf8")).toContain("class Disk(Tool):");

  // It can be called at once: the host is connected to by the call.
  await expect(ui.ownMethods.getByRole("heading", { name: "Disk" })).toBeVisible();
  await ui.toolSource.expectFocus();
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("Hello, world! This is");
  await button("Disk.system").click();
  await ui.call();
  await expect(ui.result).toContainText("Linux");

  // While it is no Python the last good form stays, with the reason.
  await ui.toolSource.fill(broken.replace("def half(", "def half(("));
  const strip = ui.ownMethods.getByRole("alert");
  await expect(strip).toContainText(/^Line 8: /);
  await expect(strip).toContainText("methods of the last good text");
  await expect(button("Disk.hello")).toBeVisible();
  await strip.getByRole("button", { name: "Go to line 8" }).click();
  await ui.toolSource.expectFocus();

  // What stands in the editor is what runs, and the window says so.
  await ui.toolSource.fill(broken);
  await expect(button("Disk.half")).toBeVisible();
  await expect(strip).toHaveCount(0);
  await expect(ui.ownMethods.getByRole("status")).toContainText("Calls the unsaved text");
  await ui.field("number").fill("3");
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await expect(ui.result).toContainText("unsaved text");
  await expect(ui.toolSource.line("return number / 0")).toContainText("ZeroDivisionError");
  await ui.result.getByRole("button", { name: "tools.disk" }).click();
  await ui.toolSource.expectFocus();
  await expect(ui.toolSource.box.locator(".failed-line")).toBeVisible();

  // The cursor is on the line that failed.
  await keyboard.press("End");
  await keyboard.press("Backspace");
  await keyboard.type("2");
  await expect(ui.toolSource.box.locator(".failed-line")).toHaveCount(0);
  await keyboard.press("Control+s");
  await expect.poll(() => readFileSync(file("disk.py"), "utf8")).toContain("return number / 2");
  await expect(page.getByText("Unsaved changes").filter({ visible: true })).toHaveCount(0);
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("1.5");
  await expect(ui.result).not.toContainText("unsaved text");

  // Earlier calls stay; one whose method is gone says so when it is to be repeated.
  await page.getByRole("region", { name: "Calls" }).getByText("Disk.hello()").click();
  await button("Call again").click();
  await expect(page.getByText("tools.disk.Disk.hello is not among the tools")).toBeVisible();
});

test("own tools are in the console of a host, and stand with the text of their open tab", async () => {
  write("web/disk.py", broken.replace("number / 0", "number / 2"));
  await start();
  await app.page.getByRole("button", { name: "Hosts", exact: true }).click();
  await ui.connect("This machine");
  await ui.chooseMethod("Disk.half");
  await ui.field("number").fill("3");
  await ui.call();
  await expect(ui.result).toContainText("1.5");

  await ui.showTools();
  await row("disk.py").click();
  await ui.toolSource.expectText("number / 2");
  await ui.toolSource.fill(broken.replace("number / 0", "number * 10"));
  await app.page.getByRole("tab", { name: "This machine" }).click();
  await expect(app.page.getByText("Calls the text of web/disk.py")).toBeVisible();
  await ui.call();
  await expect(ui.result).toContainText("30");
  expect(readFileSync(file("web/disk.py"), "utf8")).toContain("number / 2");

  // Another program's change is there at once, in forms too.
  write("extra.py", broken.replaceAll("Disk", "Extra").replace("number / 0", "-number"));
  await ui.chooseMethod("Extra.half");
  await ui.field("number").fill("4");
  await ui.call();
  await expect(ui.result).toContainText("-4");
});

test("what was typed survives the end of the app by force", async () => {
  write("disk.py", broken);
  await start();
  await row("disk.py").click();
  await ui.toolSource.expectText("number / 0");
  await ui.toolSource.fill(broken.replace("number / 0", "number / 4"));
  const kept = () =>
    app.page.evaluate(async () => {
      const reply = await window.rmote.libraryDrafts({ library: "tools" });
      return reply.ok ? reply.value.map(({ path }) => path) : [];
    });
  await expect.poll(kept).toEqual(["disk.py"]);
  await app.kill();
  expect(readFileSync(file("disk.py"), "utf8")).toBe(broken);

  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  await ui.toolSource.expectText("number / 4");
  await expect(app.page.getByRole("button", { name: "Go on with them" })).toBeVisible();
  await ui.toolSource.focus();
  await app.page.keyboard.press("Control+s");
  await expect.poll(() => readFileSync(file("disk.py"), "utf8")).toContain("number / 4");
  await expect.poll(kept).toEqual([]);
});

test("tools are opened, renamed, duplicated and deleted by keyboard, and each can be undone", async () => {
  write("disk.py", broken);
  write("calls/half.yaml", "tool: tools.disk.Disk\n");
  await start();
  const { keyboard } = app.page;
  await ui.ownTools.focus();
  // Saved calls are no tools.
  await expect(ui.ownTools.getByRole("treeitem")).toHaveCount(1);
  await keyboard.press("Enter");
  await ui.toolSource.expectFocus();
  await ui.toolSource.expectText("number / 0");
  // From pane to pane, and out of the editor.
  await keyboard.press("F6");
  await expect(ui.ownMethods.locator(":focus")).toHaveCount(1);
  await keyboard.press("Shift+F6");
  await ui.toolSource.expectFocus();
  await keyboard.press("Escape");
  await keyboard.press("Tab");
  await expect(ui.toolSource.box.locator(":focus")).toHaveCount(0);

  await ui.field("number").fill("3");
  await ui.call();
  await expect(ui.result).toContainText("tools.disk");

  await ui.ownTools.focus();
  await keyboard.press("F2");
  const name = app.page.getByLabel("New name of disk.py");
  await name.fill("2disk.py");
  await keyboard.press("Enter");
  await expect(app.page.getByRole("alert").filter({ hasText: "is a Python module" })).toBeVisible();
  await name.fill("volume.py");
  await keyboard.press("Enter");
  await expect(row("volume.py")).toBeVisible();
  await expect(app.page.getByRole("tab", { name: /volume\.py/ })).toBeVisible();
  await ui.toolSource.expectText("number / 0");
  expect(existsSync(file("disk.py"))).toBe(false);
  // The call went with its file, and is of the new module when it is repeated.
  await button("Call again").click();
  await expect(ui.result).toContainText("tools.volume");

  await ui.ownTools.focus();
  await keyboard.press("Delete");
  await expect(row("volume.py")).toHaveCount(0);
  expect(existsSync(file("volume.py"))).toBe(false);
  await keyboard.press("Control+z");
  await expect(row("volume.py")).toBeVisible();
  expect(readFileSync(file("volume.py"), "utf8")).toBe(broken);
  await keyboard.press("Control+z");
  await expect(row("disk.py")).toBeVisible();
  await keyboard.press("Shift+F10");
  await app.page.getByRole("menuitem", { name: "Duplicate" }).press("Enter");
  await expect(row("disk_2.py")).toBeVisible();
});

test("two files of one module name say so, and each is called by its own text", async () => {
  write("a/disk.py", broken.replace("number / 0", "'one'"));
  write("b/disk.py", broken.replace("number / 0", "'two'"));
  await start();
  for (const [folder, other, word] of [
    ["a", "b", "one"],
    ["b", "a", "two"],
  ]) {
    await row("disk.py")
      .nth(folder === "a" ? 0 : 1)
      .click();
    await expect(app.page.getByRole("article", { name: `${folder}/disk.py` })).toBeVisible();
    await expect(ui.ownMethods).toContainText(`${other}/disk.py is the module tools.disk too.`);
    await ui.field("number").fill("1");
    await ui.call();
    await expect(ui.result).toContainText(`${word}`);
  }
});

test("a tab with unsaved text asks before it closes", async () => {
  write("disk.py", broken);
  await start();
  await row("disk.py").click();
  await ui.toolSource.expectText("number / 0");
  await ui.toolSource.fill("# mine\n");
  await app.page.keyboard.press("Control+w");
  await expect(app.page.getByText("Save the changes of disk.py?")).toBeVisible();
  await button("Don't save").click();
  await expect(app.page.getByRole("tab")).toHaveCount(0);
  expect(readFileSync(file("disk.py"), "utf8")).toBe(broken);
});

test("it can be used by everybody: while it is read, called, wrong and failed", async () => {
  // Six looks at all of the window take their time on a busy machine.
  test.setTimeout(180_000);
  write("web/disk.py", broken);
  write("2nd.py", broken);
  await start();
  await row("disk.py").click();
  await expect(button("Disk.half")).toBeVisible();
  await ui.field("number").fill("3");
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await noComplaintsInEitherTheme(app);
  await ui.toolSource.fill(broken.replace("def half(", "def half(("));
  await expect(ui.ownMethods.getByRole("alert")).toContainText(/^Line 8: /);
  await noComplaintsInEitherTheme(app);
  await row("2nd.py").click();
  await expect(ui.ownMethods.getByRole("alert")).toContainText("cannot be imported");
  await noComplaintsInEitherTheme(app);
});
