import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { noComplaints } from "./axe";
import { AppWindow } from "./window";

/** What the editor of a tool knows of its source before anything is run. */
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

async function open(source: string): Promise<void> {
  mkdirSync(join(home, "tools"), { recursive: true });
  writeFileSync(join(home, "tools/disk.py"), source);
  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  await ui.showTools();
  await ui.ownTools.getByRole("treeitem", { name: "disk.py", exact: true }).click();
  await ui.toolSource.expectText("class Disk");
}

const marks = (kind: "error" | "warning" | "info") =>
  ui.toolSource.box.locator(`.squiggly-${kind}`);
/** The first answer waits for Python to start. */
const atFirst = { timeout: 30_000 };
const suggestion = (name: string): Locator =>
  app.page.locator(".suggest-widget .monaco-list-row").filter({ hasText: name }).first();
const hover = () => app.page.locator(".monaco-hover").filter({ visible: true });

/** The version of this machine's Python, which its host has. */
const localPython = () =>
  execFileSync("python3", ["-c", "import platform; print(platform.python_version())"], {
    encoding: "utf8",
  });

/** Puts the cursor at the end of the line that has these words. */
async function atEnd(words: string): Promise<void> {
  await ui.toolSource.line(words).click();
  await app.page.keyboard.press("End");
}

const source = `import json
from rmote.protocol import Tool


class Disk(Tool):
    """Looks at disks."""

    def half(self, number: int) -> float:
        """Half of a number."""
        return number / 2

    def twice(self, number: int) -> int:
        return self.hlaf(number) + missing
`;

test("what will not work is marked as it is typed, and mended by a quick fix", async () => {
  await open(source);
  const { keyboard } = app.page;
  await expect(marks("error")).toHaveCount(2, atFirst);
  await expect(marks("info")).toHaveCount(1);

  // What is only half written is not marked; when it is left it is.
  await atEnd("return number / 2");
  await keyboard.type(" + nothing");
  await keyboard.press("Escape");
  await keyboard.press("ArrowUp");
  await expect(marks("error")).toHaveCount(3);
  await atEnd("return number / 2");
  for (const _ of " + nothing") await keyboard.press("Backspace");
  await expect(marks("error")).toHaveCount(2);

  // How many there are is told above, where a click leads from one to the next.
  const problems = app.page.getByRole("button", { name: "Go to the next of 2 errors" });
  await problems.click();
  await expect(app.page.locator(".marker-widget")).toContainText("hlaf is set nowhere");
  await ui.toolSource.expectFocus();
  await keyboard.press("Escape");

  // From mark to mark by keyboard; the sentence says what to do.
  await ui.toolSource.focus();
  await keyboard.press("F8");
  await expect(app.page.locator(".marker-widget")).toContainText(
    "self.hlaf is set nowhere: a Tool has no state of its own, pass values to its methods",
  );
  await keyboard.press("Escape");

  await atEnd("import json");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Control+.");
  const actions = app.page.locator(".action-widget").first();
  await expect(actions).toContainText("Remove the import of json");
  await keyboard.press("Enter");
  await ui.toolSource.expectText(/^from rmote\.protocol import Tool/);
  await expect(marks("info")).toHaveCount(0);
  await keyboard.press("Control+z");
  await ui.toolSource.expectText(/^import json/);
});

/** When the strip above the methods came and went, in milliseconds since the last key, as the page saw it. */
const watchStrip = () =>
  app.page.evaluate(() => {
    let lastKey = performance.now();
    let isThere = false;
    const seen: { event: "came" | "went"; after: number }[] = [];
    addEventListener("keydown", () => (lastKey = performance.now()), { capture: true });
    new MutationObserver(() => {
      const strip = document.querySelector('[data-pane="methods"] [role="alert"]');
      if ((strip !== null) === isThere) return;
      isThere = strip !== null;
      seen.push({ event: isThere ? "came" : "went", after: performance.now() - lastKey });
    }).observe(document.body, { childList: true, subtree: true });
    Object.assign(window, { seen });
  });
const stripEvents = () =>
  app.page.evaluate(() => (window as unknown as { seen: { event: string; after: number }[] }).seen);

test("why it is no Python is said as late as the marks are, and gone as soon as it is mended", async () => {
  await open(source);
  const { keyboard } = app.page;
  const strip = ui.ownMethods.getByRole("alert");
  await expect(marks("error")).toHaveCount(2, atFirst);
  await watchStrip();
  await atEnd("Half of a number.");
  await keyboard.press("Enter");
  await keyboard.type("twice = = number");
  await expect(strip).toContainText(/^Line 10: /);
  // Going on in the line neither takes it away nor has it say another thing.
  const said = await strip.textContent();
  await keyboard.type(" + +");
  await expect(strip).toHaveText(said ?? "");
  await keyboard.press("Shift+Home");
  await keyboard.type("1");
  await expect(strip).toHaveCount(0);
  const [came, went, ...others] = await stripEvents();
  expect([came?.event, went?.event, others]).toEqual(["came", "went", []]);
  expect(came?.after).toBeGreaterThan(900);

  // A line that is left is written.
  await keyboard.press("Enter");
  await keyboard.type("thrice = number +");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowUp");
  await expect(strip).toContainText(/^Line 11: /);
});

test("names are completed, described, found and listed", async () => {
  await open(source);
  const { keyboard } = app.page;
  await expect(marks("error")).toHaveCount(2, atFirst);
  await atEnd("Half of a number.");
  await keyboard.press("Enter");
  await keyboard.type("x = self.");
  await expect(suggestion("half")).toBeVisible();
  await expect(suggestion("twice")).toBeVisible();
  await keyboard.type("ha");
  await keyboard.press("Tab");
  await keyboard.type("(");
  const help = app.page.locator(".parameter-hints-widget");
  await expect(help).toContainText("def Disk.half(number: int) -> float");
  await expect(help.locator(".parameter.active, .signature .active")).toContainText("number: int");
  await keyboard.press("Escape");
  await keyboard.type("1)");
  await keyboard.press("Enter");

  // What is not imported comes with its import.
  await keyboard.type("y = proces");
  await expect(suggestion("process")).toContainText("process");
  await keyboard.press("Tab");
  await ui.toolSource.expectText("from rmote.protocol import Tool, process");

  await ui.toolSource.line("return self.hlaf").getByText("number", { exact: true }).hover();
  await expect(hover()).toContainText("(parameter) number: int");

  await ui.toolSource.line("return number / 2").getByText("number", { exact: true }).click();
  await keyboard.press("F12");
  await expect(ui.toolSource.box.locator(".active-line-number")).toHaveText("8");
  await keyboard.type("N");
  await ui.toolSource.expectText("def half(self, Nnumber: int)");
  await keyboard.press("Control+z");

  await keyboard.press("Control+Shift+KeyO");
  const outline = app.page.locator(".quick-input-widget");
  await expect(outline).toContainText("Disk");
  await keyboard.type("twice");
  await expect(outline.locator(".monaco-list-row.focused")).toContainText("twice");
  await keyboard.press("Enter");
  await expect(outline).toBeHidden();
  await keyboard.press("End");
  await keyboard.type("#");
  await ui.toolSource.expectText("def twice(self, number: int) -> int:#");
});

test("what is offered is described beside the list, as soon as it is chosen", async () => {
  await open(source);
  const { keyboard } = app.page;
  const details = app.page.locator(".suggest-details");
  await expect(marks("error")).toHaveCount(2, atFirst);
  await atEnd("Half of a number.");
  await keyboard.press("Enter");
  await keyboard.type("x = self.");
  await expect(suggestion("half")).toBeVisible();
  await expect(details).toContainText("def Disk.half(number: int) -> float");
  await expect(details).toContainText("Half of a number.");
  await keyboard.press("ArrowDown");
  await expect(details).toContainText("def Disk.twice(number: int) -> int");
  await keyboard.press("Escape");
  for (const _ of "self.") await keyboard.press("Backspace");

  // What comes with an import says so; arguments have what their function says of them.
  await keyboard.type("proces");
  await expect(details).toContainText("import from rmote.protocol");
  await expect(details).toContainText("Runs a command to its end");
  await keyboard.press("Tab");
  await keyboard.type("('df', chec");
  await expect(suggestion("check=")).toBeVisible();
  await expect(details).toContainText("raise CalledProcessError for an exit status other than 0");

  // It can be folded away, and stays so.
  await keyboard.press("Control+Space");
  await expect(details).toBeHidden();
  await keyboard.type("k");
  await expect(suggestion("check=")).toBeVisible();
  await expect(details).toBeHidden();
});

test("Python is indented as it is typed", async () => {
  await open("# class Disk\n");
  const { keyboard } = app.page;
  await expect(ui.ownMethods).toContainText("There is no tool in this file yet.", atFirst);
  await ui.toolSource.focus();
  await keyboard.press("Control+a");
  await keyboard.press("Delete");
  await ui.toolSource.settle();
  const lines = [
    "from rmote.protocol import Tool",
    "class Disk(Tool):",
    "def half(self, number: int):",
    '"""Half of it.',
    "Args:",
    "number: Any.",
    '"""',
    "if number is None:",
    "raise ValueError()",
    "return number / 2",
    "KIND = 'disk'",
  ];
  for (const line of lines) {
    await keyboard.type(line);
    await keyboard.press("Escape");
    // Where the lines above are not coloured yet, as no hand is quick enough to see, Monaco keeps to their indentation.
    await ui.toolSource.settle();
    if (line !== lines.at(-1)) await keyboard.press("Enter");
  }
  await expect
    .poll(() => ui.toolSource.text())
    .toBe(`from rmote.protocol import Tool
class Disk(Tool):
    def half(self, number: int):
        """Half of it.
        Args:
            number: Any.
        """
        if number is None:
            raise ValueError()
        return number / 2
    KIND = 'disk'`);
});

test("the Python of the host that is called decides", async () => {
  const old = `import distutils.util
import zoneinfo
from rmote.protocol import Tool


class Disk(Tool):
    @staticmethod
    def half(number: int = 4) -> float:
        """Half of a number."""
        print(distutils.util, zoneinfo)
        return number / 2
`;
  await open(old);
  // Not known yet: removed in one Python, new in another.
  await expect(marks("info")).toHaveCount(2, atFirst);
  await ui.toolSource.line("zoneinfo").getByText("zoneinfo").hover();
  await expect(hover()).toContainText(
    "the module zoneinfo needs Python 3.9; the target's version is not known",
  );
  await ui.call();
  await expect(ui.result).toBeVisible();
  const [, minor = "0"] = localPython().split(".");
  await expect(marks("info")).toHaveCount(0);
  await expect(marks("error")).toHaveCount(Number(minor) < 9 || Number(minor) >= 12 ? 1 : 0);
});

test("the editor's widgets can be read in both themes", async () => {
  await open(source);
  await expect(marks("error")).toHaveCount(2, atFirst);
  for (const theme of ["light", "dark"] as const) {
    await app.setTheme(theme);
    await atEnd("import json");
    await app.page.keyboard.press("ArrowLeft");
    await app.page.keyboard.press("Control+.");
    await expect(app.page.locator(".action-widget").first()).toBeVisible();
    await noComplaints(app.page);
    await app.page.keyboard.press("Escape");
  }
});
