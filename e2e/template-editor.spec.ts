import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { AppWindow, type EditorPane } from "./window";

const TEMPLATE = `## The sites
## of a host
server {
    listen \${port} default;
% for name in names:
    server_name \${name}.example.com;
% if tls:
    set $for "a \${'for'} b";
% endif
% endfor
}
`;
const DATA = `port: 8443
names: [shop, www]
tls: true
host:
  address: 10.0.0.1
`;

let home: string;
let app: RunningApp;
let ui: AppWindow;
let template: EditorPane;

test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  mkdirSync(join(home, "templates", "web"), { recursive: true });
  writeFileSync(join(home, "templates", "web", "nginx.conf.mako"), TEMPLATE);
  writeFileSync(join(home, "templates", "web", "nginx.conf.test.yaml"), DATA);
  app = await launchApp({ home });
  ui = new AppWindow(app.page);
  template = ui.template;
  await ui.showTemplates();
  await expect(ui.templates.getByText("nginx.conf")).toBeVisible();
  await ui.openTemplate("nginx.conf");
  await ui.output.expectText("listen 8443 default;");
});
test.afterAll(async () => {
  await app?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});
test.beforeEach(async () => {
  await template.fill(TEMPLATE);
  await template.expectText("% endfor\n}\n");
});

/** Puts the cursor behind some words: the first place that has them. */
async function putBehind(words: string): Promise<void> {
  const { keyboard } = app.page;
  const lines = TEMPLATE.split("\n");
  const line = lines.findIndex((each) => each.includes(words));
  await template.focus();
  await keyboard.press("Control+Home");
  for (let i = 0; i < line; i += 1) await keyboard.press("ArrowDown");
  await keyboard.press("Home");
  const column = (lines[line] ?? "").indexOf(words) + words.length;
  // The first Home goes to the first character that is no blank.
  const indent = /^\s*/.exec(lines[line] ?? "")?.[0].length ?? 0;
  for (let i = indent; i < column; i += 1) await keyboard.press("ArrowRight");
}

/** The number of the line that has the cursor. */
function cursorLine(): Locator {
  return template.box.locator(".line-numbers.active-line-number");
}

const suggestions = () => template.box.locator(".suggest-widget.visible .monaco-list-row");

test("statements, expressions and the format around them have their colours", async () => {
  const colour = (line: string, text: string | RegExp) =>
    template
      .line(line)
      .locator("span span")
      .filter({ hasText: text })
      .first()
      .evaluate((span) => getComputedStyle(span).color);
  const keyword = await colour("% for name", /^for$/);
  expect(await colour("% endif", /^endif$/)).toBe(keyword);
  expect(await colour("server {", /^server$/)).toBe(keyword);
  const text = await colour("set $for", /^\s*set/);
  expect(text).not.toBe(keyword);
  const string = await colour("set $for", /^"a\s$/);
  expect(string).not.toBe(text);
  // The string of nginx goes on behind the expression within it.
  expect(await colour("set $for", /^\sb"$/)).toBe(string);
  expect(await colour("set $for", /^\$\{$/)).not.toBe(string);
  expect(await colour("## The sites", /The/)).not.toBe(text);
});

test("the parts of a block are shown together, and a key leads from one to the other", async () => {
  const { keyboard } = app.page;
  await putBehind("% fo");
  await expect(template.box.locator(".matching-statement")).toHaveCount(2);
  await expect(cursorLine()).toHaveText("5");
  await keyboard.press("Control+Shift+Backslash");
  await expect(cursorLine()).toHaveText("10");
  await keyboard.press("F12");
  await expect(cursorLine()).toHaveText("5");
});

test("blocks and comments fold", async () => {
  const { keyboard } = app.page;
  await putBehind("% fo");
  await keyboard.press("Control+Shift+BracketLeft");
  await expect(template.line("server_name")).toHaveCount(0);
  await expect(template.line("% endfor")).toBeVisible();
  await keyboard.press("Control+Shift+BracketRight");
  await expect(template.line("server_name")).toBeVisible();
  await putBehind("## The");
  await keyboard.press("Control+Shift+BracketLeft");
  await expect(template.line("## of a host")).toHaveCount(0);
  await keyboard.press("Control+Shift+BracketRight");
});

test("Enter behind an opener brings the terminator once, and one undo takes it away", async () => {
  const { keyboard } = app.page;
  await putBehind("default;");
  await keyboard.press("Enter");
  await keyboard.type("% if port:");
  await keyboard.press("Enter");
  await template.expectText("    % if port:\n    \n    % endif\n% for");
  await keyboard.type("x;");
  await template.expectText("    % if port:\n    x;\n    % endif\n% for");
  await ui.output.expectText("default;\n    x;\n");
  await keyboard.press("Control+z");
  await template.expectText("    % if port:\n    \n    % endif\n% for");
  await keyboard.press("Control+z");
  await expect(template.lines.filter({ hasText: /^\s*%.endif/ })).toHaveCount(1);
  await expect(cursorLine()).toHaveText("5");
  // A block that has its terminator gets no second one.
  await template.fill(TEMPLATE);
  await putBehind("% if tls:");
  await keyboard.press("Enter");
  await keyboard.type("y;");
  await template.expectText("% if tls:\ny;\n    set");
  await expect(template.lines.filter({ hasText: /^\s*%.endif/ })).toHaveCount(1);
});

test("names, what they have, and the words of statements are completed", async () => {
  const { keyboard } = app.page;
  await putBehind("default;");
  await keyboard.press("Enter");
  await template.settle();
  await keyboard.type("${po");
  await expect(suggestions().first()).toContainText("port");
  await keyboard.press("Tab");
  // Nothing is wrong with it any more, so no words stand behind the line.
  await template.expectText("    ${port}\n%");
  await keyboard.press("End");
  await template.settle();
  await keyboard.type("${host.");
  await expect(suggestions().filter({ hasText: "address" })).toBeVisible();
  await keyboard.type("addr");
  await expect(suggestions().first()).toContainText("address");
  await keyboard.press("Tab");
  await template.expectText('${port}${host["address"]}');
  await ui.output.expectText("844310.0.0.1");
  await keyboard.press("End");
  await keyboard.press("Enter");
  await keyboard.press("Home");
  await keyboard.type("% while len(names) > 5");
  await keyboard.press("Enter");
  await template.expectText("% endwhile");
  await keyboard.press("Control+Shift+k");
  await keyboard.press("Control+Shift+k");
  await expect(template.lines.filter({ hasText: /^%.endwhile/ })).toHaveCount(0);
  await keyboard.press("Enter");
  await keyboard.press("ArrowUp");
  await keyboard.type("% ");
  await expect(suggestions().first()).toContainText("endwhile");
  await keyboard.press("Enter");
  await template.expectText("% while len(names) > 5\n% endwhile\n");
  await keyboard.press("Control+End");
  await keyboard.type("Port and str");
  await expect(suggestions()).toHaveCount(0);
});

test("a name shows what it holds", async () => {
  const hover = template.box.locator(".monaco-hover").filter({ visible: true });
  const word = (line: string, name: RegExp) =>
    template.line(line).locator("span span").filter({ hasText: name }).first();
  await word("listen", /^port$/).hover();
  await expect(hover).toContainText("8443");
  await expect(hover).toContainText("int");
  await word("server_name", /^name$/).hover();
  await expect(hover).toContainText("shop");
  await expect(hover).toContainText("In the first pass over names");
});

test("the format command mends statements and leaves the text alone", async () => {
  const { keyboard } = app.page;
  await template.fill("%for name in names\n%if tls\n  ${name}  \n%endif\n%endfor\n");
  await ui.output.expectText("  shop  \n  www  \n");
  await keyboard.press("Shift+Alt+f");
  await template.expectText(
    "% for name in names:\n  % if tls:\n  ${name}  \n  % endif\n% endfor\n",
  );
  await ui.output.expectText("  shop  \n  www  \n");
});

test("Tab indents, and after Escape it leaves the editor", async () => {
  const { keyboard } = app.page;
  await putBehind("server {");
  await keyboard.press("Home");
  await keyboard.press("Tab");
  await template.expectText("\n    server {");
  const isInside = () =>
    template.box.evaluate((box) => box.contains(document.activeElement) as boolean);
  await keyboard.press("Escape");
  expect(await isInside()).toBe(true);
  await keyboard.press("Tab");
  await expect.poll(isInside).toBe(false);
  await keyboard.press("Shift+Tab");
  await expect.poll(isInside).toBe(true);
  // Back in the editor Tab indents again.
  await keyboard.press("Tab");
  await template.expectText("\n        server {");
});

test("several cursors and the search of the editor", async () => {
  const { keyboard } = app.page;
  await putBehind("listen ${po");
  await keyboard.press("Control+f");
  await keyboard.type("name");
  await expect(template.box.locator(".find-widget .matchesCount")).toContainText("of 4");
  await keyboard.press("Escape");
  await putBehind("## The");
  await keyboard.press("Home");
  await keyboard.press("Shift+Alt+ArrowDown");
  await keyboard.type("##");
  await template.expectText("#### The sites\n#### of a host");
});
