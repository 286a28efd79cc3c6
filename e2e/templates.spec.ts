import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { noComplaints } from "./axe";
import { AppWindow } from "./window";

let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

const file = (path: string) => join(home, "templates", path);
const read = (path: string) => readFileSync(file(path), "utf8");

function write(path: string, text: string): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
}

const upstream = `upstream app {
% for server in servers:
    server \${server["name"]}:\${port};
% endfor
}
# \${label}
`;
const production = `port: 8080
label: "Größe 12"
servers:
  - name: web1
  - name: web2
`;
const staging = `{"port": 9090, "label": "tab\\there", "servers": [{"name": "stage1"}]}\n`;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  home = mkdtempSync(join(tmpdir(), "rmote-templates-"));
  write("web/upstream.conf.mako", upstream);
  write("web/upstream.conf.production.yaml", production);
  write("web/upstream.conf.staging.json", staging);
  write("motd.mako", 'Welcome to ${host["name"]}, ${facts["kernel"]["name"]}\n');
  write("loop.mako", "before\n");
  write("names.mako", "${alpha} ${beta} ${gamma}\n");
  write("large.mako", "x\n");
  write("mixed.mako", "one ${1 + 1}\r\ntwo\nthree\r\n");
  app = await launchApp({ home, sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
  await expect(ui.host("web1")).toBeVisible();
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

const button = (name: string | RegExp) =>
  app.page.getByRole("button", { name, exact: true }).filter({ visible: true });
const tab = (name: string) =>
  app.page.getByRole("tablist", { name: "Open tabs" }).getByRole("tab", { name });

async function command(words: string): Promise<void> {
  await app.page.keyboard.press("Control+Shift+P");
  await app.page.keyboard.type(words);
  await expect(app.page.locator("[cmdk-item][data-selected=true]")).toContainText(words);
  await app.page.keyboard.press("Enter");
}

/** Closes the tab that is shown without saving, where something is unsaved. */
async function closeTab(): Promise<void> {
  await app.page.keyboard.press("Control+w");
  const without = app.page.getByRole("button", { name: "Don't save" });
  if (await without.isVisible()) await without.click();
  await expect(app.page.getByRole("dialog")).toBeHidden();
}

test.beforeEach(() => ui.openTemplate("upstream.conf"));

const rendered = `upstream app {
    server web1:8080;
    server web2:8080;
}
# Größe 12
`;

test("a template opens by its name, with its first data set, and is rendered", async () => {
  await ui.openTemplate("upstream.conf");
  await ui.template.expectText('server ${server["name"]}:${port};');
  await ui.output.expectText(rendered);
  await expect(ui.preview).toContainText(/Rendered in [\d.]+.ms/);
  await expect(ui.preview).toContainText("5 lines · 74\u202fB");
  await ui.data.expectText("label:");
});

test("it is rendered at every key, and saved by Ctrl+S", async () => {
  const { page } = app;
  await ui.template.line("upstream app").click();
  await page.keyboard.press("End");
  const output = async () =>
    (await ui.output.line("upstream app").textContent())?.replaceAll("\u00a0", " ");
  let typed = "upstream app {";
  for (const key of " # on") {
    await page.keyboard.type(key);
    typed += key;
    await expect.poll(output).toBe(typed);
  }
  await expect(tab("upstream.conf.mako")).toContainText("unsaved");
  expect(read("web/upstream.conf.mako")).toBe(upstream);
  await page.keyboard.press("Control+s");
  await expect(tab("upstream.conf.mako")).not.toContainText("unsaved");
  expect(read("web/upstream.conf.mako")).toBe(upstream.replace("app {", "app { # on"));
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+s");
  await expect.poll(() => read("web/upstream.conf.mako")).toBe(upstream);
});

test("an expression that fails is marked here and there, and the rest is rendered", async () => {
  const { page } = app;
  await ui.template.line("# ${label}").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" ${ 1 / 0 } end");
  const failed = ui.output.box.locator(".failed-place");
  await expect(failed).toContainText("ZeroDivisionError");
  await ui.output.expectText("server web1:8080;");
  await ui.output.expectText(/# Größe 12 .* end/);
  await expect(ui.template.box.locator(".failure-words")).toContainText("division by zero");
  await expect(ui.template.box.locator(".squiggly-error")).toBeVisible();
  await expect(button(/^1 problem$/)).toBeVisible();
  const problem = ui.problems.getByRole("button");
  await expect(problem).toContainText("ZeroDivisionError");
  await expect(problem).toContainText("Template 6:");

  await ui.template.line("upstream app").click();
  await problem.click();
  await page.keyboard.type("2 + ");
  await expect(ui.template.line("2 + ")).toContainText(/1\s\/\s0/);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await ui.template.text()).includes("2 +")).toBe(false);
});

test("at a syntax error the last output stays, dimmed, with the reason", async () => {
  const { page } = app;
  await ui.template.fill(upstream);
  await ui.output.expectText(rendered);
  await ui.template.line("% endfor").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await expect(ui.preview.getByRole("alert")).toContainText(/Line \d cannot be read:/);
  await expect(ui.preview).toContainText("Last output");
  await ui.output.expectText(rendered);
  await expect(ui.output.box).toHaveCSS("opacity", "0.5");
  await expect(ui.template.box.locator(".failure-words")).toBeVisible();
  await page.keyboard.type("r");
  await expect(ui.preview.getByRole("alert")).toBeHidden();
  await expect(ui.output.box).toHaveCSS("opacity", "1");
  await expect(ui.preview).not.toContainText("Last output");
});

test("a template that never ends is stopped, which is said, and the next key works", async () => {
  const { page } = app;
  await ui.openTemplate("loop");
  await ui.output.expectText("before");
  await ui.template.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("% while True:\n% x = 1\n% endwhile\n");
  await expect(ui.preview.getByRole("alert")).toContainText("ran for longer than a second");
  await ui.output.expectText("before");
  await ui.template.fill("after\n");
  await ui.output.expectText("after");
  await expect(ui.preview.getByRole("alert")).toBeHidden();
  await closeTab();
});

test("a template that eats memory is stopped, which is said, and the next key works", async () => {
  const { page } = app;
  await ui.openTemplate("loop");
  await ui.output.expectText("before");
  await ui.template.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("${len([b'x' * 2 ** 28 for i in range(99)])}\n");
  await expect(ui.preview.getByRole("alert")).toContainText("took too much memory");
  await ui.template.fill("after\n");
  await ui.output.expectText("after");
  await expect(ui.preview.getByRole("alert")).toBeHidden();
  await closeTab();
});

test("a key wraps long lines in every editor, also the next time", async () => {
  const { page } = app;
  await ui.openTemplate("large");
  await ui.output.expectText("x");
  await ui.template.fill(`${"word ".repeat(100)}\n`);
  await ui.template.expectText("word word");
  await expect.poll(() => ui.template.lines.count()).toBe(2);
  await page.keyboard.press("Alt+z");
  await expect.poll(() => ui.template.lines.count()).toBeGreaterThan(2);
  await expect.poll(() => ui.output.lines.count()).toBeGreaterThan(2);
  await closeTab();
  await ui.openTemplate("large");
  await ui.template.fill(`${"word ".repeat(100)}\n`);
  await expect.poll(() => ui.template.lines.count()).toBeGreaterThan(2);
  await page.keyboard.press("Alt+z");
  await expect.poll(() => ui.template.lines.count()).toBe(2);
  await closeTab();
});

test("the data that were chosen are chosen again the next time", async () => {
  await ui.chooseData("staging");
  await ui.output.expectText("server stage1:9090;");
  await app.page.keyboard.press("Control+w");
  await expect(tab("upstream.conf.mako")).toHaveCount(0);
  await ui.openTemplate("upstream.conf");
  await ui.output.expectText("server stage1:9090;");
  await ui.chooseData("production");
  await ui.output.expectText("server web1:8080;");
});

test("a click in the output goes to the template, and the cursor there marks the output", async () => {
  const { page } = app;
  await ui.template.line("upstream app").click();
  await expect(ui.output.box.locator(".linked-line")).toHaveCount(1);
  await ui.output.line("server web2:8080;").click();
  await expect(ui.template.box.locator(".line-numbers.active-line-number")).toHaveText("3");
  await expect(ui.output.box.locator(".linked-line")).toHaveCount(2);
  await page.keyboard.press("Home");
  await page.keyboard.type("#");
  await ui.output.expectText("    #server web2:8080;");
  await page.keyboard.press("Backspace");
});

test("the output shows invisible characters when asked, and is copied as it is", async () => {
  const { page } = app;
  await ui.chooseData("staging");
  await ui.output.expectText("server stage1:9090;");
  await page.getByRole("combobox", { name: "Show the output as" }).click();
  await page.getByRole("option", { name: "Invisible characters" }).click();
  await ui.output.expectText("····server·stage1:9090;¶");
  await ui.output.expectText("#·tab→");
  await button("Copy the output").click();
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toBe("upstream app {\n    server stage1:9090;\n}\n# tab\there\n");
});

test("the output has the line ends of the file, also where the file mixes them", async () => {
  const { page } = app;
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await ui.openTemplate("mixed");
  await ui.output.expectText("one 2\ntwo\nthree\n");
  await button("Copy the output").click();
  await expect.poll(copied).toBe("one 2\r\ntwo\nthree\r\n");
  await ui.template.line("three").click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await ui.output.expectText("one 2\ntwo\nthree!\n");
  await button("Copy the output").click();
  await expect.poll(copied).toBe("one 2\r\ntwo\nthree!\r\n");
  await closeTab();
});

test("the output is compared with that of the data before, or of other data", async () => {
  await ui.chooseData("staging");
  await command("Preview: difference from other data");
  const difference = app.page.getByTestId("difference").filter({ visible: true });
  await expect(button(/^Compare with the output for: production$/)).toBeVisible();
  await expect(difference.locator(".view-line").filter({ hasText: "stage1:9090" })).toBeVisible();
  await expect(
    difference.locator(".view-line").filter({ hasText: "web2:8080" }).first(),
  ).toBeVisible();
  await command("Preview: as text");
  await ui.output.expectText("server stage1:9090;");
});

test("two previews stand side by side, each with its data, and can be swapped", async () => {
  await ui.chooseData("staging");
  await button("Two side by side").click();
  const second = app.page.getByTestId("second-output").filter({ visible: true });
  await expect(second).toContainText("web2:8080");
  await ui.output.expectText("server stage1:9090;");
  await ui.template.line("upstream app").click();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.type("# both");
  await expect(second).toContainText("both");
  await ui.output.expectText("# both");
  await app.page.keyboard.press("Control+z");
  await button("Swap the two").click();
  await ui.output.expectText("server web1:8080;");
  await expect(second).toContainText("stage1:9090");
  await ui.data.expectText("Größe");
  await button("Two side by side").click();
  await ui.output.expectText("server web1:8080;");
  await ui.template.fill(upstream);
  await app.page.keyboard.press("Control+s");
});

test("what is wrong with the data is said and marked; the preview keeps what it had", async () => {
  const { page } = app;
  await ui.chooseData("production");
  await ui.data.fill("port: 1\nport: 2\n");
  await expect(ui.dataPane.getByRole("alert")).toContainText("twice");
  await expect(ui.data.box.locator(".squiggly-error")).toBeVisible();
  await ui.output.expectText("server web1:8080;");
  await expect(ui.problems.getByRole("button")).toContainText("Data 2:1");
  await page.keyboard.press("Control+Home");
  await button("Line 2").click();
  await expect(ui.data.box.locator(".line-numbers.active-line-number")).toHaveText("2");
  await ui.data.fill(production.replace("8080", "7070"));
  await ui.output.expectText("server web1:7070;");
  await expect(ui.dataPane.getByRole("alert")).toBeHidden();
  await page.keyboard.press("Control+s");
  await expect
    .poll(() => read("web/upstream.conf.production.yaml"))
    .toBe(production.replace("8080", "7070"));
  await ui.data.fill(production);
  await page.keyboard.press("Control+s");
});

test("data sets are added, duplicated, renamed and deleted with undo", async () => {
  const { page } = app;
  const menu = async (item: string) => {
    await button("More for the data set").click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const chosen = ui.dataPane.getByRole("button", { name: "Data of the preview" });
  await button("New data set").click();
  await page.keyboard.type("production");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("already");
  await page.getByRole("textbox", { name: "Name" }).fill("empty");
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: "JSON" }).click();
  await page.getByRole("button", { name: "Create the data set" }).click();
  await expect(chosen).toContainText("empty");
  expect(readdirSync(file("web"))).toContain("upstream.conf.empty.json");

  await ui.chooseData("production");
  await menu("Duplicate");
  await expect(chosen).toContainText("production-2");
  expect(read("web/upstream.conf.production-2.yaml")).toBe(production);
  await menu("Rename…");
  await page.getByRole("textbox", { name: "Name" }).fill("test");
  await page.keyboard.press("Enter");
  await expect(chosen).toContainText("test");
  await ui.data.expectText("Größe");
  expect(read("web/upstream.conf.test.yaml")).toBe(production);
  await menu("Delete");
  await expect(chosen).not.toContainText("test");
  expect(readdirSync(file("web"))).not.toContain("upstream.conf.test.yaml");
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(chosen).toContainText("test");
  await ui.data.expectText("Größe");
  expect(read("web/upstream.conf.test.yaml")).toBe(production);
});

test("names that the data lack are added by a click: one, or all of them", async () => {
  const { page } = app;
  await ui.openTemplate("names");
  await expect(ui.dataPane).toContainText("No data yet for:");
  await button("Add alpha").click();
  await expect(ui.dataPane.getByRole("button", { name: "Data of the preview" })).toContainText(
    "example",
  );
  await ui.data.expectText("alpha:");
  await expect(ui.dataPane).toContainText("Not in the data:");
  await button("Add all").click();
  await ui.data.expectText(/alpha:[\s\S]*beta:[\s\S]*gamma:/);
  await ui.output.expectText("None None None");
  await expect(button("Add all")).toBeHidden();
  await ui.data.focus();
  await page.keyboard.press("Control+z");
  await expect(button("Add all")).toBeVisible();
  await closeTab();
});

test("a host's facts are data: it offers to connect, and is rendered with what it says", async () => {
  const { page } = app;
  await ui.openTemplate("motd");
  await expect(ui.dataPane).toContainText("facts and host from a host");
  await ui.chooseData("web1");
  await expect(ui.dataPane).toContainText("web1 is not connected");
  await button("Connect").click();
  await ui.output.expectText("Welcome to web1, Linux");
  await expect(page.getByTestId("facts").filter({ visible: true })).toContainText('"facts"');
  await expect(ui.dataPane).toContainText("Gathered just now");
  await closeTab();
});

test("names and attributes of the data are offered while one types", async () => {
  const { page } = app;
  await ui.openTemplate("upstream.conf");
  await ui.template.line("# ${label}").click();
  await page.keyboard.press("End");
  await page.keyboard.type("${lab");
  const suggestions = page.locator(".suggest-widget");
  await expect(suggestions).toContainText("label");
  await page.keyboard.press("Escape");
  for (let i = 0; i < 7; i += 1) await page.keyboard.press("Control+z");
  await ui.template.fill(upstream);
  await page.keyboard.press("Control+s");
});

test("a tab with something unsaved asks before it closes", async () => {
  const { page } = app;
  await command("New template");
  await page.keyboard.type("notes/ask");
  await page.keyboard.press("Enter");
  await expect(tab("ask.mako")).toHaveAttribute("aria-selected", "true");
  await ui.template.expectFocus();
  expect(read("notes/ask.mako")).toBe("");
  await page.keyboard.type("first");
  await ui.output.expectText("first");
  await page.keyboard.press("Control+w");
  await expect(page.getByRole("dialog")).toContainText("Save the changes of ask.mako?");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(tab("ask.mako")).toContainText("unsaved");
  await page.keyboard.press("Control+w");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(tab("ask.mako")).toBeHidden();
  await expect.poll(() => read("notes/ask.mako")).toBe("first");

  await ui.openTemplate("ask");
  await ui.template.fill("second");
  await page.keyboard.press("Control+w");
  await page.getByRole("button", { name: "Don't save" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(tab("ask.mako")).toBeHidden();
  expect(read("notes/ask.mako")).toBe("first");
  await ui.openTemplate("ask");
  await ui.template.expectText(/^first$/);
  await page.keyboard.press("Control+w");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("what can be undone outlives the look at another tab", async () => {
  const { page } = app;
  await ui.openTemplate("loop");
  await ui.template.fill("typed");
  await ui.openTemplate("upstream.conf");
  await ui.openTemplate("loop");
  await ui.template.expectText("typed");
  await ui.template.focus();
  await page.keyboard.press("Control+z");
  await ui.template.expectText("before");
  await closeTab();
});

test("what another program changes is followed, or asked about where something is unsaved", async () => {
  const { page } = app;
  await ui.openTemplate("loop");
  write("loop.mako", "from elsewhere\n");
  await ui.output.expectText("from elsewhere");
  await ui.template.fill("mine\n");
  write("loop.mako", "theirs\n");
  const tabPanel = page.getByRole("article", { name: "loop.mako" });
  await expect(tabPanel.getByRole("alert")).toContainText("Another program has changed loop.mako");
  await ui.template.expectText("mine");
  await button("Take theirs").click();
  await ui.template.expectText("theirs");
  await expect(tabPanel.getByRole("alert")).toBeHidden();
  await closeTab();
});

test("the panes have the sizes that they were given, also the next time", async () => {
  const { page } = app;
  const width = () => ui.preview.evaluate((pane) => pane.getBoundingClientRect().width);
  const before = await width();
  const separator = page
    .getByRole("separator", { name: "Width of the template" })
    .filter({ visible: true });
  await separator.focus();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowLeft");
  await expect.poll(width).toBeGreaterThan(before + 20);
  const wide = await width();
  await page.keyboard.press("Control+w");
  await ui.openTemplate("upstream.conf");
  await expect.poll(async () => Math.abs((await width()) - wide) < 4).toBe(true);
});

test("F6 goes from pane to pane, and Escape and Tab leave an editor", async () => {
  const { page } = app;
  await ui.template.focus();
  const seen = new Set<string>();
  for (let i = 0; i < 8; i += 1) {
    await page.keyboard.press("F6");
    const pane = await page.evaluate(
      () => document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane ?? "nowhere",
    );
    seen.add(pane);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["template", "data", "preview", "sidebar"]));
  expect(seen).not.toContain("nowhere");
  await ui.template.focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(ui.template.box.locator("textarea, [contenteditable]").first()).not.toBeFocused();
});

test("all of it can be read by everybody, in both themes, and fits a small window", async () => {
  const { page } = app;
  await ui.template.fill(`${upstream}\${nothing}\n`);
  await expect(ui.problems).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await app.setTheme(theme);
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await app.setSize(width, height);
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
      const hidden = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[role="tabpanel"] button')]
          .filter((each) => each.checkVisibility())
          .filter((each) => each.getBoundingClientRect().right > innerWidth)
          .map((each) => each.textContent),
      );
      expect(hidden).toEqual([]);
    }
    await noComplaints(page);
  }
  await app.setTheme("light");
  await app.setSize(1280, 800);
  await ui.template.fill(upstream);
  await page.keyboard.press("Control+s");
});

test("what has changed in the output flashes once, and not where less motion is asked for", async () => {
  const { page } = app;
  // A test before this one has left a data set that comes first.
  await ui.chooseData("production");
  await ui.output.expectText(rendered);
  await page.evaluate(() => {
    const seen = window as unknown as { flashes: number };
    seen.flashes = 0;
    new MutationObserver(() => {
      seen.flashes += document.querySelectorAll(".flash-line").length;
    }).observe(document.body, { childList: true, subtree: true });
  });
  const flashes = () => page.evaluate(() => (window as unknown as { flashes: number }).flashes);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await ui.template.line("upstream app").click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await ui.output.expectText("{!");
  await expect.poll(flashes).toBeGreaterThan(0);
  await expect(ui.output.box.locator(".flash-line")).toHaveCount(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const before = await flashes();
  await page.keyboard.type("?");
  await ui.output.expectText("{!?");
  expect(await flashes()).toBe(before);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await ui.template.fill(upstream);
  await page.keyboard.press("Control+s");
});

test("without any template it is said what one is, and an example renders at once", async () => {
  const fresh = await launchApp();
  const window = new AppWindow(fresh.page);
  const at = (path: string) => join(fresh.home, "templates", path);
  try {
    await window.showTemplates();
    await expect(fresh.page.getByRole("heading", { name: /as a template/ })).toBeVisible();
    await expect(fresh.page.getByRole("button", { name: "New template" }).last()).toBeVisible();
    // Nothing of it is in the person's folder before they ask.
    expect(existsSync(at("example"))).toBe(false);
    await fresh.page.getByRole("button", { name: "Create the example" }).click();
    await window.output.expectText("server_name shop.example.com www.shop.example.com;");
    await window.output.expectText(/^# shop on \S+, /);
    await expect(window.dataPane).toContainText("example + This machine");
    await expect(window.statusBar).toContainText("1 session");
    await expect(fresh.page.getByRole("button", { name: /problem/ })).toBeHidden();
    expect(readdirSync(at("example"))).toEqual(["nginx.conf.example.yaml", "nginx.conf.mako"]);
  } finally {
    await fresh.close();
  }
});

test("an output of 4 MB stays in hand", async () => {
  const { page } = app;
  await ui.openTemplate("large");
  const line = "a line of the output of forty characters";
  await ui.template.fill(`\${chr(10).join(["${line}"] * 100000)}\n`);
  await expect(ui.preview).toContainText("100\u202f000 lines");
  expect(await ui.output.lines.count()).toBeLessThan(200);
  await ui.template.fill("short again\n");
  await ui.output.expectText(/^short again\n?$/);
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
  await closeTab();
});
