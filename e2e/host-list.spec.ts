import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import type { HostEdit } from "../src-shared/host";
import { launchApp, type RunningApp } from "./app";
import { noComplaintsInEitherTheme } from "./axe";
import { AppWindow } from "./window";

let sshd: Sshd;
let home: string;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1", "web2", "db1"]);
});
test.afterAll(() => sshd.stop());
test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  await start();
});
test.afterEach(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

async function start(sshConfig = sshd.configFile): Promise<void> {
  app = await launchApp({ home, sshConfig });
  ui = new AppWindow(app.page);
}

/** Sets what the tests of the list start from, as the edit dialog would. */
async function edit(name: string, change: HostEdit): Promise<void> {
  const failed = await app.page.evaluate(
    async ([hostId, edit]) => {
      const reply = await window.rmote.editHost({ hostId, edit });
      return reply.ok ? null : reply.failure.message;
    },
    [`config:${name}`, change] as const,
  );
  expect(failed).toBeNull();
}

async function menu(row: Locator, item: string): Promise<void> {
  await row.click({ button: "right" });
  await app.page.getByRole("menuitem", { name: item, exact: true }).click();
}

const dialog = () => app.page.getByRole("dialog");
const filter = () => app.page.getByPlaceholder("Filter hosts");
const field = (name: string) => dialog().getByLabel(name, { exact: true });
const save = () => dialog().getByRole("button", { name: "Save", exact: true }).click();

async function expectNames(names: string[]): Promise<void> {
  const shown = ui.hosts.locator("[data-state] [id$='-name']");
  await expect(shown).toHaveText(names);
}

test("the filter knows words, tags, groups and favourites, and shows where they are", async () => {
  await edit("web1", { group: "production/web", tags: ["nginx", "eu"] });
  await edit("web2", { group: "staging", tags: ["nginx"], notes: "Runs the shop" });
  await edit("db1", { group: "production", favourite: true });
  await filter().fill("tag:nginx");
  await expectNames(["web1", "web2"]);
  await filter().fill("group:production");
  await expectNames(["db1", "web1", "db1"]);
  await filter().fill("group:production/web");
  await expectNames(["web1"]);
  await filter().fill("shop");
  await expectNames(["web2"]);
  await filter().fill("is:favourite");
  await expectNames(["db1", "db1"]);
  await filter().fill("web tag:eu");
  await expect(ui.host("web1").locator("mark")).toHaveText("web");
  await filter().fill("tag:none");
  await expect(app.page.getByText("No host fits “tag:none”")).toBeVisible();
  await app.page.getByRole("button", { name: "Show all hosts" }).click();
  await expect(ui.host("web2")).toBeVisible();
  await filter().focus();
  await app.page.keyboard.press("Escape");
  await expect(ui.hosts).toBeFocused();
});

test("groups fold and unfold by keyboard, and that is remembered", async () => {
  await edit("web1", { group: "production/web" });
  await ui.hosts.focus();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("ArrowDown");
  await expect(ui.host("production")).toHaveAttribute("aria-expanded", "true");
  await app.page.keyboard.press("ArrowLeft");
  await expect(ui.host("production")).toHaveAttribute("aria-expanded", "false");
  await expect(ui.host("web1")).toBeHidden();
  await app.close();
  await start();
  await expect(ui.host("production")).toHaveAttribute("aria-expanded", "false");
  await filter().fill("web1");
  await expect(ui.host("web1")).toBeVisible();
  await filter().press("Escape");
  await ui.host("production").click();
  await expect(ui.host("web1")).toHaveAttribute("aria-level", "3");
});

test("a host is dragged into a group, back out by the menu, and the change is undone", async () => {
  await edit("db1", { group: "production" });
  await ui.host("web1").dragTo(ui.host("production"));
  await expect(app.page.getByText("web1 moved to production.")).toBeVisible();
  await expect(ui.host("production")).toHaveAccessibleDescription("2 hosts");
  await ui.hosts.focus();
  await app.page.keyboard.press("Control+z");
  await expect(ui.host("production")).toHaveAccessibleDescription("1 host");
  await menu(ui.host("db1"), "Take out of its group");
  await expect(ui.host("production")).toBeHidden();
  await app.page.getByRole("button", { name: "Undo" }).click();
  await expect(ui.host("production")).toBeVisible();
});

test("hosts are moved by keyboard alone: selected, menu key, group typed", async () => {
  const { page } = app;
  await ui.hosts.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(ui.hosts.locator("[aria-selected=true]")).toHaveCount(3);
  await page.keyboard.press("ContextMenu");
  await page.getByRole("menuitem", { name: "Move to group…" }).press("Enter");
  await expect(dialog().getByRole("combobox", { name: "Group" })).toBeFocused();
  await page.keyboard.type("production/web");
  await page.keyboard.press("Enter");
  await expect(ui.host("web")).toHaveAccessibleDescription("3 hosts");
  await expect(ui.hosts).toBeFocused();
});

test("several hosts are edited at once", async () => {
  await edit("web1", { tags: ["old"] });
  await ui.host("web1").click({ modifiers: ["Control"] });
  await ui.host("db1").click({ modifiers: ["Shift"] });
  await expect(ui.hosts.locator("[aria-selected=true]")).toHaveCount(3);
  await ui.hosts.focus();
  await app.page.keyboard.press("Control+e");
  await expect(dialog().getByRole("heading", { name: "3 hosts" })).toBeVisible();
  await field("Group").fill("fleet");
  await field("Add tags").fill("new");
  await dialog().getByRole("button", { name: "old", pressed: false }).click();
  await dialog().getByRole("radio", { name: "green" }).click();
  await dialog().getByRole("button", { name: "Save 3 hosts" }).click();
  await expect(ui.host("fleet")).toHaveAccessibleDescription("3 hosts");
  await filter().fill("tag:new");
  await expectNames(["db1", "web1", "web2"]);
  await filter().fill("tag:old");
  await expectNames([]);
});

test("a host has what its group says until it says something else", async () => {
  await edit("web1", { group: "production" });
  await menu(ui.host("production"), "Edit settings…");
  await field("User").fill("deploy");
  await dialog().getByRole("button", { name: "Add variable" }).click();
  await field("Name of variable 1").fill("REGION");
  await field("Value of variable 1").fill("eu");
  await save();

  const open = async () => {
    await ui.host("web1").click({ button: "right" });
    await app.page.getByRole("menuitem", { name: "Edit…" }).click();
    await dialog().getByRole("tab", { name: "Connection" }).click();
  };
  await open();
  await expect(field("User")).toHaveAttribute("placeholder", "deploy");
  await expect(field("User")).toHaveAccessibleDescription("from group production");
  await expect(dialog().getByText("REGION=eu from group production")).toBeVisible();
  await expect(dialog().getByText(`Name and address stand in`)).toBeAttached();
  await field("User").fill("root");
  await field("Port").fill("0");
  await save();
  await expect(dialog().getByText("A port is a whole number from 1 to 65535.")).toBeVisible();
  await field("Port").fill("");
  await save();
  await expect(dialog()).toBeHidden();

  await open();
  await expect(field("User")).toHaveValue("root");
  await dialog().getByRole("button", { name: "Use deploy, from group production" }).click();
  await expect(field("User")).toHaveValue("");
  await app.page.keyboard.press("Escape");
  await expect(dialog().getByText("Your changes are not saved.")).toBeVisible();
  await dialog().getByRole("button", { name: "Keep editing" }).click();
  await save();
  await app.page.getByRole("button", { name: "Undo" }).click();
  await open();
  await expect(field("User")).toHaveValue("root");
  await app.page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
});

test("what is saved while a session is open says that the session goes on as before", async () => {
  await ui.connect("web1");
  await menu(ui.host("web1"), "Edit…");
  await field("Tags").fill("new ");
  await save();
  await expect(app.page.getByText("web1 was saved.", { exact: true })).toBeVisible();
  await menu(ui.host("web1"), "Edit…");
  await dialog().getByRole("tab", { name: "Connection" }).click();
  await field("Python").fill("/usr/bin/python3");
  await save();
  await expect(app.page.getByText("web1 was saved. Reconnect for it to hold.")).toBeVisible();
});

test("the effective options name the line or the group that they come from", async () => {
  await edit("web1", { group: "production", settings: { sshOptions: ["Compression=yes"] } });
  await menu(ui.host("web1"), "Edit…");
  await dialog().getByRole("tab", { name: "Effective options" }).click();
  await expect(dialog().getByRole("row", { name: /^hostname 127\.0\.0\.1 .*:2$/ })).toBeVisible();
  await expect(dialog().getByRole("row", { name: "compression yes this host" })).toBeVisible();
  const row = dialog().getByRole("row", { name: /^addressfamily any/ });
  await expect(row).toBeHidden();
  await dialog().getByLabel("Hide ssh's defaults").click();
  await expect(row).toBeVisible();
  await dialog().getByRole("searchbox").fill("identityfile");
  await expect(row).toBeHidden();
});

test("only what belongs to the transport is asked for", async () => {
  await menu(ui.host("web1"), "Edit…");
  await dialog().getByRole("tab", { name: "Connection" }).click();
  await expect(field("User")).toBeVisible();
  await dialog()
    .getByRole("radio", { name: /^Command/ })
    .click();
  await expect(field("User")).toBeHidden();
  await save();
  await expect(dialog().getByText("Say which command leads there")).toBeVisible();
  await field("Command").fill("sudo -n -u nobody");
  await dialog()
    .getByRole("radio", { name: /^This machine/ })
    .click();
  await expect(field("Command")).toBeHidden();
  await expect(field("Python")).toBeVisible();
  await app.page.keyboard.press("Escape");
  await dialog().getByRole("button", { name: "Discard them" }).click();
  await expect(dialog()).toBeHidden();
});

test("a whole group is connected to and disconnected", async () => {
  await edit("web1", { group: "production/web" });
  await edit("web2", { group: "production" });
  await menu(ui.host("production"), "Connect all");
  await expect(ui.host("web1")).toHaveAttribute("data-state", "ready");
  await expect(ui.host("web2")).toHaveAttribute("data-state", "ready");
  await expect(app.page.getByText("Connected to 2 hosts.")).toBeVisible();
  await filter().fill("is:open");
  await expectNames(["web1", "web2"]);
  await filter().fill("");
  await menu(ui.host("production"), "Disconnect all");
  await expect(ui.host("web1")).toHaveAttribute("data-state", "closed");
  await expect(ui.host("web2")).toHaveAttribute("data-state", "closed");
});

test("groups are made, nested, renamed and removed, and their hosts go to the outer one", async () => {
  const { page } = app;
  await page.getByRole("button", { name: "More for hosts" }).click();
  await page.getByRole("menuitem", { name: "New group…" }).click();
  await field("Name").fill("production");
  await page.keyboard.press("Enter");
  await menu(ui.host("production"), "New group inside…");
  await field("Name").fill("web");
  await page.keyboard.press("Enter");
  await ui.host("web1").dragTo(ui.host("web"));
  await expect(ui.host("web")).toHaveAccessibleDescription("1 host");
  await menu(ui.host("web"), "Rename…");
  await field("Name").fill("front");
  await page.keyboard.press("Enter");
  await expect(ui.host("front")).toHaveAttribute("aria-level", "2");
  await menu(ui.host("front"), "Remove group");
  await expect(ui.host("front")).toBeHidden();
  await expect(ui.host("web1")).toHaveAttribute("aria-level", "2");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(ui.host("web1")).toHaveAttribute("aria-level", "3");
});

test("an added host has everything that can be said of one, is duplicated and removed", async () => {
  const { page } = app;
  await page.getByRole("button", { name: "Add a host", exact: true }).click();
  await page.keyboard.type(`root@127.0.0.1:${sshd.port}`);
  await page.getByRole("button", { name: "More…" }).click();
  await expect(field("Address")).toHaveValue("127.0.0.1");
  await field("Name").fill("loop");
  await field("Group").fill("lab");
  await field("Tags").fill("mine ");
  await field("Favourite").check();
  await dialog().getByRole("tab", { name: "Connection" }).click();
  await expect(field("Port")).toHaveValue(String(sshd.port));
  await dialog().getByRole("button", { name: "Add and connect" }).click();
  await expect(ui.hostState).toHaveText("ready");
  await expect(ui.host("loop")).toHaveCount(2);
  await menu(ui.host("loop").last(), "Duplicate");
  await expect(ui.host("loop copy")).toBeVisible();
  await ui.hosts.focus();
  await page.keyboard.press("Delete");
  await expect(ui.host("loop copy")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(ui.host("loop copy")).toBeVisible();
});

test("an Ansible inventory is looked at before it is imported, and the import is undone", async () => {
  const file = join(home, "inventory.ini");
  const lines = ["[atlanta]", "app1 ansible_host=10.0.0.1", "app2", "[raleigh]", "app3"];
  writeFileSync(file, `${lines.join("\n")}\n`);
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({
      canceled: false,
      filePaths: [path],
    })) as typeof dialog.showOpenDialog;
  }, file);
  await app.page.getByRole("button", { name: "More for hosts" }).click();
  await app.page.getByRole("menuitem", { name: "Import hosts…" }).click();
  await expect(dialog()).toContainText("An Ansible inventory (INI)");
  await expect(dialog().getByRole("listitem")).toHaveCount(3);
  await field("Into the group").fill("imported");
  await noComplaintsInEitherTheme(app);
  await dialog().getByRole("button", { name: "Import 3 hosts" }).click();
  await expect(ui.host("imported")).toHaveAccessibleDescription("3 hosts");
  await expect(ui.host("atlanta")).toHaveAccessibleDescription("2 hosts");
  await app.page.getByRole("button", { name: "Undo" }).click();
  await expect(ui.host("app1")).toBeHidden();
});

test("the hosts are exported to a file", async () => {
  const file = join(home, "export.json");
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({
      canceled: false,
      filePath,
    })) as typeof dialog.showSaveDialog;
  }, file);
  await edit("web1", { group: "production" });
  await menu(ui.host("production"), "Export…");
  await expect(app.page.getByText(`The hosts were written to ${file}.`)).toBeVisible();
});

test("what can be done with a host is in the palette, and what is copied is what ssh needs", async () => {
  const { page } = app;
  await ui.host("web1").click();
  await expect(ui.hostState).toHaveText("ready");
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("copy ssh command");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Command copied.")).toBeVisible();
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe(`ssh -F ${sshd.configFile} web1`);
});

test("1,000 hosts are filtered and walked through, with only those on the screen in the page", async () => {
  // Meanwhile ssh is asked about each of them.
  test.slow();
  await app.close();
  const config = join(home, "config");
  const hosts = Array.from({ length: 1000 }, (_, at) => `Host node${at}\n  HostName 10.0.0.1\n`);
  writeFileSync(config, hosts.join(""));
  await start(config);
  await expect(ui.host("From ssh config")).toHaveAccessibleDescription(/1.000 hosts/);
  await ui.hosts.focus();
  await app.page.keyboard.press("End");
  await expect(ui.host("node999")).toBeInViewport();
  expect(await ui.hosts.getByRole("treeitem").count()).toBeLessThan(80);
  await app.page.keyboard.press("Control+a");
  await filter().focus();
  for (const letter of "node77") await app.page.keyboard.press(letter);
  await expectNames(["node77", ...Array.from({ length: 10 }, (_, at) => `node77${at}`)]);
  await app.page.keyboard.press("ArrowDown");
  await app.page.keyboard.press("F2");
  await expect(dialog().getByRole("heading", { name: "node77" })).toBeVisible();
  await app.page.keyboard.press("Escape");
  await filter().fill("");
  await menu(ui.host("From ssh config"), "Connect all");
  await expect(dialog().getByRole("heading")).toHaveText(/Connect to 1.000 hosts\?/);
  await app.page.keyboard.press("Escape");
  await expect(ui.statusBar).toContainText("0 sessions");
});

test("the list is accessible, in the light and in the dark", async () => {
  await edit("web1", { group: "production/web", tags: ["nginx"], colour: "red", favourite: true });
  await edit("web2", { group: "production/web", colour: "yellow" });
  await ui.host("db1").click();
  await expect(ui.hostState).toHaveText("ready");
  await noComplaintsInEitherTheme(app);
});

test("the dialog of a host is accessible, with what is wrong in it", async () => {
  await menu(ui.host("web1"), "Edit…");
  await dialog().getByRole("tab", { name: "Connection" }).click();
  await dialog().getByRole("button", { name: "Add jump host" }).click();
  await app.page.keyboard.type("a,b");
  await save();
  await expect(dialog().getByText("A hop is a name of the list")).toBeVisible();
  await noComplaintsInEitherTheme(app);
});

test("the dialog of a group is accessible", async () => {
  await edit("web1", { group: "production" });
  await menu(ui.host("production"), "Edit settings…");
  await noComplaintsInEitherTheme(app);
});

test("what is wrong with the ssh config is said, and goes away when it is mended", async () => {
  await app.close();
  const config = join(home, "config");
  writeFileSync(config, "Host web1\n  HostName 127.0.0.1\n");
  await start(config);
  await expect(ui.host("web1")).toBeVisible();
  await expect(app.page.getByRole("alert")).toHaveCount(0);
  writeFileSync(config, "Host web1\n  HostName 127.0.0.1\n  NoSuchOption yes\n");
  await expect(app.page.getByRole("alert")).toContainText("nosuchoption", { ignoreCase: true });
  await expect(ui.host("web1")).toBeVisible();
  writeFileSync(config, "Host web1 web9\n  HostName 127.0.0.1\n");
  await expect(ui.host("web9")).toBeVisible();
  await expect(app.page.getByRole("alert")).toHaveCount(0);
});
