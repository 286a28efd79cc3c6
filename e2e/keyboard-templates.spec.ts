import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

const NAMES = ["web1", "web2"];

let sshd: Sshd;
let root: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(NAMES);
  root = mkdtempSync(join(tmpdir(), "rmote-keys-"));
  const home = join(root, "data");
  // Each host has a home folder of its own; there is nothing else in the data folder.
  const hosts = Object.fromEntries(
    NAMES.map((name) => [
      `config:${name}`,
      { settings: { environment: { HOME: join(root, name) } } },
    ]),
  );
  for (const name of [...NAMES, "data"]) mkdirSync(join(root, name));
  writeFileSync(join(home, "hosts.json"), JSON.stringify({ version: 2, groups: [], hosts }));
  app = await launchApp({ home, sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

const file = (path: string) => join(root, "data", "templates", path);

/** Something that can be seen has the focus; a person with a keyboard knows where they are. */
async function expectFocus(): Promise<void> {
  await expect
    .poll(() =>
      app.page.evaluate(() => {
        const focused = document.activeElement as HTMLElement | null;
        return focused !== null && focused !== document.body && focused.checkVisibility();
      }),
    )
    .toBe(true);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    await app.page.keyboard.press(key);
    await expectFocus();
  }
}

async function command(words: string): Promise<void> {
  await press("Control+Shift+P");
  await app.page.keyboard.type(words);
  await expect(app.page.locator("[cmdk-item][data-selected=true]")).toContainText(words);
  await press("Enter");
}

test("the job of templates by keyboard alone, from an empty folder to the hosts and back", async () => {
  const { page } = app;
  const { keyboard } = page;
  const panel = page.getByRole("dialog", { name: "Apply motd.mako to hosts" });
  const chosenData = ui.dataPane.getByRole("button", { name: "Data of the preview" });

  await test.step("a template is made and typed", async () => {
    await expect(ui.host("web1")).toBeVisible();
    await command("New template");
    await keyboard.type("motd");
    await press("Enter");
    await ui.template.expectFocus();
    await keyboard.type("Welcome to ${place}\n% for rule in rules");
    await press("Enter");
    await keyboard.type("- ${rule}");
    await ui.template.expectText("% endfor");
  });

  await test.step("its data set has the names, and is typed", async () => {
    await expect(ui.dataPane).toContainText("No data yet for:");
    await command("Add the missing names to the data");
    await ui.data.expectFocus();
    await ui.data.expectText(/place:[\s\S]*rules:/);
    await press("Control+a");
    await keyboard.insertText("place: the shop\nrules: [be kind]\n");
    await ui.output.expectText("Welcome to the shop\n- be kind");
  });

  await test.step("a host's facts come to the data", async () => {
    await command("Choose the data of the preview");
    await keyboard.type("web1");
    await expect(page.locator("[cmdk-item][data-selected=true]")).toContainText("web1");
    await press("Enter");
    await expect(chosenData).toContainText("example + web1");
    await expect(chosenData).toBeFocused();
    await command("Connect to web1 for its facts");
    await expect(ui.statusBar).toContainText("1 session");
    await press("Shift+F6");
    await ui.template.expectFocus();
    await press("Control+Home");
    await keyboard.insertText("${host['name']}: ");
    await ui.output.expectText("web1: Welcome to the shop");
  });

  await test.step("two previews, the difference, and back to the text", async () => {
    await command("Preview: two side by side");
    await expect(page.getByTestId("second-output").filter({ visible: true })).toContainText(
      "NameError",
    );
    await command("Preview: one");
    await command("Preview: difference from other data");
    await expect(page.getByTestId("difference").filter({ visible: true })).toContainText("web1");
    await command("Preview: as text");
    await ui.output.expectText("web1: Welcome");
  });

  await test.step("it is saved, and applied to two hosts", async () => {
    await press("Control+s");
    await expect
      .poll(() => readFileSync(file("motd.mako"), "utf8"))
      .toContain("${host['name']}: W");
    await expect.poll(() => readFileSync(file("motd.example.yaml"), "utf8")).toContain("be kind");
    await command("Apply the template to hosts");
    await expect(panel.getByLabel("File", { exact: true })).toBeFocused();
    await keyboard.type("~/motd");
    const filter = panel.getByRole("searchbox", { name: "Filter the hosts" });
    for (
      let i = 0;
      i < 12 && !(await filter.evaluate((box) => box === document.activeElement));
      i += 1
    ) {
      await press("Tab");
    }
    await keyboard.type("web2");
    await press("ArrowDown", "Space");
    await expect(panel).toContainText("2 hosts chosen");
    await press("Control+Enter");
    await expect(panel.getByRole("status")).toContainText("2 hosts would change");
    // What has the focus looks at the change; the key that compared does not write.
    await expect(panel.getByRole("button", { name: /^New file on 1 host/ }).first()).toBeFocused();
    await press("Enter");
    expect(existsSync(join(root, "web1/motd"))).toBe(false);
    await press("Control+Enter");
    await expect(panel.getByRole("status")).toContainText("2 hosts changed");
    await expect(panel.getByRole("button", { name: "Close" }).last()).toBeFocused();
    await press("Enter");
    await expect(panel).toBeHidden();
    for (const name of NAMES) {
      expect(readFileSync(join(root, name, "motd"), "utf8")).toBe(
        `${name}: Welcome to the shop\n- be kind`,
      );
    }
  });

  await test.step("it is renamed, deleted and had again", async () => {
    await command("Show templates");
    await press("ArrowDown", "F2");
    await expect(page.getByLabel("New name of motd")).toBeFocused();
    await press("Control+a");
    await keyboard.type("issue");
    await press("Enter");
    const row = ui.templates.getByRole("treeitem", { name: "issue", exact: true });
    await expect(row).toBeVisible();
    expect(existsSync(file("issue.example.yaml"))).toBe(true);
    await press("Delete");
    await expect(row).toBeHidden();
    expect(existsSync(file("issue.mako"))).toBe(false);
    await press("Control+z");
    await expect(row).toBeVisible();
    expect(readFileSync(file("issue.mako"), "utf8")).toContain("Welcome");
    await press("Control+z");
    await expect(ui.templates.getByRole("treeitem", { name: "motd", exact: true })).toBeVisible();
    expect(existsSync(file("motd.example.yaml"))).toBe(true);
  });
});
