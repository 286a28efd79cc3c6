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
import { noComplaints } from "./axe";
import { AppWindow } from "./window";

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

const file = (path: string) => join(home, "templates", path);
const row = (name: string) => ui.templates.getByRole("treeitem", { name, exact: true });

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

async function start(): Promise<void> {
  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  await ui.showTemplates();
}

async function open(name: string): Promise<void> {
  await row(name).click();
  await expect(ui.template.lines.first()).toBeVisible();
}

test("another program's change is shown, and stands beside what is typed until one is chosen", async () => {
  write("motd.mako", "one");
  await start();
  await open("motd");
  await ui.template.expectText("one");
  write("motd.mako", "another program");
  await ui.template.expectText("another program");

  await ui.template.fill("mine");
  write("motd.mako", "theirs");
  const strip = app.page.getByRole("alert").filter({ hasText: "Another program has changed" });
  await expect(strip).toBeVisible();
  await app.page.keyboard.press("Control+s");
  await ui.template.expectText("mine");
  expect(readFileSync(file("motd.mako"), "utf8")).toBe("theirs");
  await strip.getByRole("button", { name: "Keep mine" }).click();
  await ui.template.focus();
  await app.page.keyboard.press("Control+s");
  await expect.poll(() => readFileSync(file("motd.mako"), "utf8")).toBe("mine");
  // A file that appears and one that goes.
  write("web/nginx.conf.mako", "x");
  await expect(row("nginx.conf")).toBeVisible();
  rmSync(file("web"), { recursive: true });
  await expect(row("web")).toHaveCount(0);
});

test("what was typed survives the end of the app by force, in templates and data sets", async () => {
  write("motd.mako", "saved\r\nby me\r\n");
  write("motd.test.yaml", "a: 1\n");
  await start();
  await open("motd");
  await ui.template.fill("typed and not saved");
  await ui.data.fill("a: typed");
  // Kept within half a second: what is waited for is the file, not the time.
  const drafts = join(home, ".state", "drafts", "templates");
  const kept = () =>
    app.page.evaluate(async () => {
      const reply = await window.rmote.libraryDrafts({ library: "templates" });
      return reply.ok ? reply.value.map(({ path }) => path) : [];
    });
  await expect.poll(kept).toEqual(["motd.mako", "motd.test.yaml"]);
  expect(existsSync(drafts)).toBe(true);
  await app.kill();
  expect(readFileSync(file("motd.mako"), "utf8")).toBe("saved\r\nby me\r\n");

  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  await ui.template.expectText("typed and not saved");
  await ui.data.expectText("a: typed");
  await expect(app.page.getByRole("button", { name: "Go on with them" }).first()).toBeVisible();
  await ui.template.focus();
  await app.page.keyboard.press("Control+s");
  await expect.poll(() => readFileSync(file("motd.mako"), "utf8")).toBe("typed and not saved");
  await expect.poll(kept).toEqual([]);
});

test("templates are renamed, duplicated, moved and deleted by keyboard, and each can be undone", async () => {
  write("web/nginx.conf.mako", "server");
  write("web/nginx.conf.test.yaml", "a: 1\n");
  write("motd.mako", "hello");
  await start();
  const { keyboard } = app.page;
  await ui.templates.focus();
  await keyboard.press("End");
  await keyboard.press("Home");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await ui.template.expectText("server");
  await ui.templates.focus();
  await keyboard.press("F2");
  await app.page.getByLabel("New name of nginx.conf").fill("site.conf");
  await keyboard.press("Enter");
  await expect(row("site.conf")).toBeVisible();
  expect(existsSync(file("web/site.conf.mako"))).toBe(true);
  expect(existsSync(file("web/site.conf.test.yaml"))).toBe(true);
  // Its tab goes on with it.
  await expect(app.page.getByRole("tab", { name: /site\.conf/ })).toBeVisible();
  await ui.template.expectText("server");
  await expect(ui.templates).toBeFocused();
  await keyboard.press("Control+z");
  await expect(row("nginx.conf")).toBeVisible();
  expect(existsSync(file("web/nginx.conf.test.yaml"))).toBe(true);
  await expect(app.page.getByRole("tab", { name: /nginx\.conf/ })).toBeVisible();

  // The folder with all in it.
  await ui.templates.focus();
  await keyboard.press("Home");
  await keyboard.press("Delete");
  await expect(row("web")).toHaveCount(0);
  await expect(app.page.getByRole("tab", { name: /nginx\.conf/ })).toHaveCount(0);
  expect(existsSync(file("web"))).toBe(false);
  await app.page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(row("nginx.conf")).toBeVisible();
  expect(readFileSync(file("web/nginx.conf.mako"), "utf8")).toBe("server");

  await row("nginx.conf").click({ button: "right" });
  await app.page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(row("nginx-2.conf")).toBeVisible();
  expect(readFileSync(file("web/nginx-2.conf.test.yaml"), "utf8")).toBe("a: 1\n");

  await row("motd").dragTo(row("web"));
  await expect.poll(() => existsSync(file("web/motd.mako"))).toBe(true);

  await app.page.getByRole("button", { name: "More for templates" }).click();
  await app.page.getByRole("menuitem", { name: "New folder" }).click();
  await app.page.getByLabel("New name of new-folder").fill("base");
  await keyboard.press("Enter");
  await expect(row("base")).toBeVisible();
  expect(existsSync(file("base"))).toBe(true);
  await noComplaints(app.page);
});

test("a hostile zip brings nothing but what it may, and only when it is said so", async () => {
  write("motd.mako", "mine");
  await start();
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("evil"), "aa/aa/evil.mako");
  zip.addBuffer(Buffer.from("/etc/passwd"), "link.mako", { mode: 0o120777 });
  zip.addBuffer(Buffer.from("evil"), ".git/hooks/pre-commit");
  zip.addBuffer(Buffer.from([0xff]), "latin.mako");
  zip.addBuffer(Buffer.from("theirs"), "motd.mako");
  zip.addBuffer(Buffer.from("fine"), "web/fine.mako");
  zip.end();
  const archive = join(home, "some.zip");
  await pipeline(zip.outputStream, createWriteStream(archive));
  const bytes = readFileSync(archive).toString("latin1").replaceAll("aa/aa/evil", "../../evil");
  writeFileSync(archive, Buffer.from(bytes, "latin1"));
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, archive);

  await app.page.getByRole("button", { name: "More for templates" }).click();
  await app.page.getByRole("menuitem", { name: "Import a zip…" }).click();
  const sheet = app.page.getByRole("dialog", { name: "Import into Templates" });
  await expect(sheet.getByRole("list", { name: "What cannot be taken" })).toContainText(
    "../../evil.mako is left out",
  );
  await expect(sheet).toContainText("link.mako is left out: it is a link.");
  await expect(sheet).toContainText("latin.mako is not UTF-8 text");
  expect(existsSync(file("web"))).toBe(false);
  await sheet.getByRole("button", { name: "Import 1 file" }).click();
  await expect(row("fine")).toBeVisible();
  expect(readFileSync(file("motd.mako"), "utf8")).toBe("mine");
  expect(existsSync(join(home, "evil.mako"))).toBe(false);
  expect(existsSync(join(home, "..", "evil.mako"))).toBe(false);
  expect(existsSync(file(".git"))).toBe(false);
  await app.page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(row("fine")).toHaveCount(0);
  expect(existsSync(file("web"))).toBe(false);
});
