import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { processesWith } from "../src-main/testing/processes";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let app: RunningApp;
let ui: AppWindow;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rmote-stream-"));
  app = await launchApp();
  ui = new AppWindow(app.page);
  await ui.connect("This machine");
  await ui.chooseMethod("Exec.lines");
  await ui.field("cwd").fill(folder);
});
test.afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

async function run(script: string): Promise<void> {
  await ui.field("script").fill(script);
  await ui.call();
}

/** Shell that goes on when the test has written a file of that name. */
const waitFor = (name: string) => `until [ -e ${name} ]; do sleep 0.02; done`;
const letGo = (name: string) => writeFileSync(join(folder, name), "");

test("each item is there before the next one comes", async () => {
  await run(
    `${waitFor("go0")}; echo one; ${waitFor("go1")}; echo two; ${waitFor("go2")}; echo three`,
  );
  await expect(ui.result).toContainText("Items appear here as they come.");
  for (const [at, words] of ["1 item", "2 items", "3 items"].entries()) {
    await expect(ui.result).toHaveAttribute("data-state", "running");
    letGo(`go${at}`);
    await expect(ui.itemCount).toHaveText(words);
  }
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.items.getByRole("treeitem")).toHaveText([/1one$/, /2two$/, /3three$/]);
});

test("100,000 items: the newest are kept, the count is right and the window stays usable", async () => {
  await run("seq 100000");
  await expect(ui.result).toHaveAttribute("data-state", "ok", { timeout: 30_000 });
  await expect(ui.itemCount).toHaveText(/^100\s000 items, oldest 90\s000 gone$/);
  // It has followed to the end, and only what can be seen is in the page.
  await expect(ui.items.getByRole("treeitem").last()).toContainText("100000");
  expect(await ui.items.getByRole("treeitem").count()).toBeLessThan(200);
  await ui.items.focus();
  await app.page.keyboard.press("Home");
  await expect(ui.items.getByRole("treeitem").first()).toContainText("90001");
});

test("who has gone up stays there while newer items come and older ones go", async () => {
  await run(`seq 10000; ${waitFor("more")}; seq 1000`);
  await expect(ui.itemCount).toHaveText(/^10\s000 items$/);
  await ui.items.focus();
  for (let i = 0; i < 3; i++) await app.page.keyboard.press("PageUp");
  const row = ui.items.getByRole("treeitem", { selected: true });
  await expect(row).toHaveText(/9940$/);
  const before = await row.boundingBox();
  letGo("more");
  await expect(ui.itemCount).toHaveText(/^11\s000 items, oldest 1\s000 gone$/);
  await expect(row).toHaveText(/9940$/);
  expect(await row.boundingBox()).toEqual(before);
  await app.page.keyboard.press("End");
  await expect(row).toHaveText(/1000$/);
});

test("the window answers while items come without end, and a cancel ends them", async () => {
  // Other tests run programs at the same time.
  const endless = `yes ${process.pid}`;
  await run(endless);
  await expect(ui.itemCount).toContainText("gone");
  const path = ui.field("cwd");
  await path.fill("typed meanwhile");
  await expect(path).toHaveValue("typed meanwhile");
  await path.fill(folder);
  await app.page.keyboard.press("Escape");
  await expect(ui.result).toHaveAttribute("data-state", "cancelled");
  await expect
    .poll(() => processesWith(endless).filter(({ command }) => command.startsWith(endless)))
    .toEqual([]);
});

test("a long item is unfolded by keyboard, and what is active stays so", async () => {
  await run("echo short; printf '%01500d\\n' 7");
  await expect(ui.itemCount).toHaveText("2 items");
  await ui.items.focus();
  const active = ui.items.getByRole("treeitem", { selected: true });
  await expect(active).toHaveText(/^2'000/);
  await app.page.keyboard.press("ArrowRight");
  await expect(ui.items.getByRole("treeitem")).toHaveCount(4);
  await expect(active).toHaveText(/^21 line, 1\s500 characters/);
  await app.page.keyboard.press("ArrowDown");
  await app.page.keyboard.press("ArrowLeft");
  await app.page.keyboard.press("ArrowLeft");
  await expect(ui.items.getByRole("treeitem")).toHaveCount(2);
});

test("what came before a cancel stays, beside what ended it", async () => {
  await run("echo kept; exec sleep 300");
  await expect(ui.items).toContainText("kept");
  await app.page.keyboard.press("Escape");
  await expect(ui.result).toHaveAttribute("data-state", "cancelled");
  await expect(ui.items).toContainText("kept");
  await expect(ui.result.getByRole("alert")).toContainText("The call was cancelled.");
});

test("what came before a failure stays, beside its traceback", async () => {
  const check = app.page.getByTestId("parameter-check").filter({ visible: true });
  await check.getByRole("checkbox").check();
  await run("echo before; exit 3");
  await expect(ui.result).toHaveAttribute("data-state", "raised");
  await expect(ui.items).toContainText("before");
  await expect(ui.result).toContainText("CalledProcessError");
  await check.getByRole("checkbox").uncheck();
});

test("what came before the connection ended stays", async () => {
  await run(`echo last words; ${waitFor("seen")}; kill -9 $PPID`);
  // An agent that is killed before it has sent them takes them with it.
  await expect(ui.items).toContainText("last words");
  letGo("seen");
  await expect(ui.result).toHaveAttribute("data-state", "failed");
  await expect(ui.items).toContainText("last words");
  await expect(ui.hostState).toHaveText("lost");
  await app.page.getByRole("button", { name: "Reconnect", exact: true }).click();
  await expect(ui.hostState).toHaveText("ready");
});

test("a method that yields nothing says so", async () => {
  await run("true");
  await expect(ui.result).toHaveAttribute("data-state", "ok");
  await expect(ui.result).toContainText("The method yielded no items.");
});

test("a page that is gone leaves no call behind that yields to it", async () => {
  await run("echo $$ > pid; exec yes");
  await expect(ui.itemCount).toContainText("gone");
  const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await app.page.reload();
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
  await expect(ui.statusBar).toContainText("0 calls running");
});
