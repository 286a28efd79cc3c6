import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

/** How results are shown: a change with its diff, a dry run that is made real, records as a table. */
let folder: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rmote-results-"));
  mkdirSync(join(folder, "data", "tools"), { recursive: true });
});
test.afterEach(async () => {
  await app?.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

async function start(): Promise<void> {
  app = await launchApp({ home: join(folder, "data") });
  ui = new AppWindow(app.page);
  await ui.connect("This machine");
}

async function noComplaints(): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await app.setTheme(theme);
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join("\n")}`),
    ).toEqual([]);
  }
  await app.setTheme("light");
}

test("a dry run shows the diff, is made real by one key, and changes nothing the second time", async () => {
  const file = join(folder, "motd");
  writeFileSync(file, "one\ntwo\n");
  await start();
  const { keyboard } = app.page;
  const button = (name: string) => app.page.getByRole("button", { name, exact: true });
  const change = ui.result.getByTestId("change");
  const diff = ui.result.getByRole("region", { name: "Diff" });
  await ui.chooseMethod("FileSystem.write");
  await ui.field("path").fill(file);
  await ui.field("content").fill("one\nthree\n");

  await keyboard.press("Control+Shift+Enter");
  await expect(change).toContainText("This would change");
  await expect(change).toContainText("Dry run");
  await expect(diff).toContainText("+1 −1");
  await expect(diff).toContainText("removed: two");
  await expect(diff).toContainText("added: three");
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  // What is in the form stays as it was.
  await expect(button("Call")).toBeVisible();
  await noComplaints();

  await button("Make the change").press("Enter");
  await expect(change).toContainText("Changed");
  await expect(ui.result.getByRole("list", { name: "Changes" })).toContainText("content");
  expect(readFileSync(file, "utf8")).toBe("one\nthree\n");
  await ui.call();
  await expect(change).toContainText("Nothing to change");
  await expect(diff).toHaveCount(0);

  // With the box checked, the button says what it does.
  const check = app.page.getByRole("checkbox", { name: "check" });
  await check.check();
  await expect(button("Call")).toHaveCount(0);
  await button("Dry run").press("Enter");
  await expect(change).toContainText("Nothing would change");
  // That of Exec is another check.
  await ui.chooseMethod("Exec.shell");
  await expect(button("Dry run")).toHaveCount(0);
});

test("records are a table that is walked, ordered and unfolded by keyboard", async () => {
  const files = join(folder, "files");
  mkdirSync(files);
  for (const [name, size] of [
    ["b", 20],
    ["a", 3],
    ["c", 100],
  ] as const) {
    writeFileSync(join(files, name), "x".repeat(size));
  }
  await start();
  const { keyboard } = app.page;
  await ui.chooseMethod("FileSystem.list");
  await ui.field("path").fill(files);
  await ui.call();
  const grid = ui.result.getByRole("grid");
  await expect(grid).toHaveAccessibleName("3 × FileStat");
  const rows = grid.getByRole("row").filter({ has: app.page.getByRole("gridcell") });
  await expect(rows.first()).toContainText("/a");
  await noComplaints();

  await grid.getByRole("button", { name: "size" }).press("Enter");
  await keyboard.press("Enter");
  await expect(grid.getByRole("columnheader", { name: "size" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(rows.first()).toContainText("/c");
  await grid.focus();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  const row = ui.result.getByRole("tree", { name: "Row" });
  await expect(row).toContainText("size:20int");
  await keyboard.press("ArrowDown");
  await expect(row).toContainText("size:3int");
  await noComplaints();
  await ui.result.getByRole("button", { name: "Close the row" }).press("Enter");
  await expect(grid).toBeFocused();

  await ui.result.getByRole("button", { name: "As a tree" }).press("Enter");
  await expect(ui.result.getByRole("tree", { name: "Value" })).toContainText("list of 3");
});

test("an optional checkbox has None among what is chosen", async () => {
  writeFileSync(
    join(folder, "data", "tools", "flags.py"),
    [
      "from typing import Optional",
      "from rmote.protocol import Tool",
      "",
      "",
      "class Flags(Tool):",
      "    @staticmethod",
      "    def show(flag: Optional[bool] = None, word: Optional[str] = None) -> str:",
      "        return repr((flag, word))",
      "",
    ].join("\n"),
  );
  await start();
  await ui.chooseMethod("Flags.show");
  const flag = app.page.getByRole("combobox", { name: "flag" });
  await expect(flag).toHaveText("None");
  await ui.call();
  await expect(ui.result).toContainText("(None, None)");
  for (const word of ["False", "True"]) {
    await flag.press("Enter");
    await app.page.getByRole("option", { name: word, exact: true }).click();
    await ui.call();
    await expect(ui.result).toContainText(`(${word}, None)`);
  }
  await ui.field("word").fill("x");
  await ui.call();
  await expect(ui.result).toContainText("(True, 'x')");
  for (const name of ["flag", "word"]) {
    await app.page.getByRole("button", { name: `Use the default of ${name}: None` }).click();
  }
  await ui.call();
  await expect(ui.result).toContainText("(None, None)");
});
