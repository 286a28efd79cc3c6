import { expect, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  app = await launchApp();
  ui = new AppWindow(app.page);
  await ui.connect("This machine");
});
test.afterAll(() => app.close());

test("rows, a dict and Optional of a form arrive as they are", async () => {
  const { page } = app;
  await ui.chooseMethod("Exec.command");
  for (const [at, word] of ["sh", "-c", 'echo "$GREETING from $(pwd)"'].entries()) {
    await page
      .getByRole("button", { name: /Add item/ })
      .first()
      .click();
    await page.getByLabel(`argv item ${at + 1}`, { exact: true }).fill(word);
  }
  await page
    .getByRole("button", { name: /Add entry/ })
    .first()
    .click();
  await page.getByLabel("env key 1", { exact: true }).fill("GREETING");
  await page.getByLabel("env value 1", { exact: true }).fill("hello");
  await ui.field("cwd").fill("/");
  await ui.call();
  await expect(ui.result).toContainText("Exit status 0");
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("hello from /");
});

test("a choice, numbers and bytes", async () => {
  const { page } = app;
  await ui.chooseMethod("FileSystem.read_str");
  await ui.field("path").fill("/etc/hostname");
  await page.getByRole("combobox", { name: "errors" }).click();
  await page.getByRole("option", { name: "replace", exact: true }).click();
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("errors='replace'");

  await ui.chooseMethod("FileSystem.read_bytes");
  await ui.field("path").fill("/bin/sh");
  await ui.field("offset").fill("1");
  await ui.field("limit").fill("3");
  await ui.call();
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("b'ELF'");
});

test("what is wrong with a field is said at the field, and nothing is called", async () => {
  await ui.chooseMethod("FileSystem.read_bytes");
  const calls = app.page.getByRole("region", { name: "Calls" }).getByRole("option");
  const before = await calls.count();
  await ui.field("path").fill("/bin/sh");
  await ui.field("offset").fill("many");
  await ui.call();
  await expect(app.page.getByTestId("parameter-offset").getByRole("alert")).toContainText("many");
  expect(await calls.count()).toBe(before);
});

test("a list is a tree that the keyboard opens", async () => {
  await ui.chooseMethod("FileSystem.glob");
  await ui.field("path").fill("/etc");
  await ui.field("pattern").fill("host*");
  await ui.call();
  const tree = ui.result.getByRole("tree", { name: "Value" });
  await expect(tree).toContainText("/etc/hostname");
  await expect(tree).toContainText("/etc/hosts");
  await tree.focus();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("ArrowLeft");
  await expect(tree.getByRole("treeitem")).toHaveCount(1);
  await app.page.keyboard.press("ArrowRight");
  await expect(tree.getByRole("treeitem", { name: /\/etc\/hosts'/ })).toBeVisible();
});

test("the elapsed time runs, and a time limit ends the call", async () => {
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("sleep 300");
  await app.page.getByLabel("Give up after").fill("1");
  await ui.call();
  await expect(ui.result).toContainText(/Running for \d/);
  await expect(ui.result).toHaveAttribute("data-state", "failed");
  await expect(ui.result).toContainText("did not end within 1 s and was stopped");
  await app.page.getByLabel("Give up after").fill("");
});

test("an earlier call is called again with its parameters", async () => {
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("echo first");
  await ui.call();
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("first");
  await ui.result.getByRole("button", { name: "Call again" }).click();
  await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText("first");
  const rows = app.page.getByText("Exec.shell('echo first')");
  expect(await rows.count()).toBeGreaterThanOrEqual(2);
});

test("output of 10 MB stays in hand", async () => {
  await ui.chooseMethod("Exec.shell");
  await ui.field("script").fill("yes 'a line of output' | head -c 10000000");
  await ui.call();
  await expect(ui.result).toContainText("Exit status 0", { timeout: 30_000 });
  const stdout = ui.result.getByLabel("stdout", { exact: true });
  await expect(stdout).toContainText("a line of output");
  // Only what can be seen is in the page.
  expect(await stdout.locator("*").count()).toBeLessThan(500);
  await ui.field("script").fill("echo after");
  await ui.call();
  await expect(stdout).toContainText("after");
});

test("a frame of a traceback leads to the line of the tool's source", async () => {
  await ui.chooseMethod("FileSystem.read_str");
  await ui.field("path").fill("/no/such/file");
  await ui.call();
  await ui.result.getByRole("button", { name: "rmote.tools.fs" }).click();
  await expect(app.page.getByTestId("source").filter({ visible: true })).toContainText(
    "with open(_expand(path)",
  );
});
