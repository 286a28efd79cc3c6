import { expect, type Locator, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

// What who has a keyboard alone stumbled over in the host list.

let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1", "web2"]);
});
test.afterAll(() => sshd.stop());
test.beforeEach(async () => {
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
  await expect(ui.host("This machine")).toBeVisible();
});
test.afterEach(() => app.close());

const dialog = (): Locator => app.page.getByRole("dialog");

/** The row that the keyboard is on while the list has the focus. */
async function expectRow(name: string): Promise<void> {
  await expect(ui.hosts).toBeFocused();
  await expect
    .poll(async () => {
      const id = await ui.hosts.getAttribute("aria-activedescendant");
      return app.page.evaluate((at) => document.getElementById(`${at}-name`)?.textContent, id);
    })
    .toBe(name);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}

/** Adds hosts that all lead to the same server, as the dialog would. */
async function addHosts(...names: string[]): Promise<void> {
  for (const name of names) {
    const failed = await app.page.evaluate(
      async ([called, port]) => {
        const reply = await window.rmote.addHost({ address: `127.0.0.1:${port}`, name: called });
        return reply.ok ? null : reply.failure.message;
      },
      [name, sshd.port] as const,
    );
    expect(failed).toBeNull();
  }
  for (const name of names) await expect(ui.host(name)).toBeVisible();
}

test("a host with an open session is removed: asked where one is, and on to the next row", async () => {
  await addHosts("app1", "app2", "app3");
  await ui.host("web1").click();
  await expect(ui.hostState).toHaveText("ready");
  await ui.host("app2").click();
  await expect(ui.hostState).toHaveText("ready");
  await ui.hosts.focus();
  await press("Delete");
  await expect(dialog()).toContainText("Remove app2?");
  await expect(dialog()).toContainText("Its open session ends.");
  await expect(dialog().getByRole("button", { name: "Cancel" })).toBeFocused();
  await press("Enter");
  await expect(dialog()).toBeHidden();
  await expectRow("app2");

  await press("Delete", "Tab");
  await expect(dialog().getByRole("button", { name: "Disconnect and remove" })).toBeFocused();
  await press("Enter");
  await expect(ui.host("app2")).toBeHidden();
  await expectRow("app3");
  await expect(ui.statusBar).toContainText("1 session");
  await press("Delete");
  await expect(ui.host("app3")).toBeHidden();
  await expectRow("app1");
  await press("Delete");
  await expect(ui.host("app1")).toBeHidden();
  await expectRow("web2");
});

test("Esc closes a dialog at once, also from a button that shows its tooltip", async () => {
  const { page } = app;
  const tip = page.getByRole("tooltip");
  await press("Control+Shift+P");
  await page.keyboard.type("new group");
  await press("Enter");
  await expect(dialog().getByLabel("Name", { exact: true })).toBeFocused();
  await press("Shift+Tab");
  await expect(dialog().getByRole("button", { name: "Close" })).toBeFocused();
  await expect(tip).toBeAttached();
  await press("Escape");
  await expect(dialog()).toHaveCount(0);
  await expect(tip).toHaveCount(0);

  await press("Control+,");
  await expect(dialog().locator(":focus")).toHaveCount(1);
  await press("Shift+Tab");
  await expect(dialog().getByRole("button", { name: "Close" })).toBeFocused();
  await expect(tip).toBeAttached();
  await press("Escape");
  await expect(dialog()).toHaveCount(0);
});

test("Ctrl+Z in the list goes back step by step, a host that was added included", async () => {
  const { page } = app;
  const note = (text: string) => expect(page.getByRole("status").getByText(text)).toBeVisible();
  await page.getByRole("button", { name: "Add a host", exact: true }).click();
  await page.keyboard.type("127.0.0.1:1");
  await press("Enter");
  await note("127.0.0.1:1 was added.");
  await expect(ui.hostState).toHaveText("failed");
  await moveTo("web2", "fleet");
  await moveTo("web2", "fleet/web");
  await ui.hosts.focus();
  await press("Control+z");
  await note("Undone: web2 moved to fleet/web.");
  await expect(ui.host("web")).toBeHidden();
  await press("Control+z");
  await note("Undone: web2 moved to fleet.");
  await expect(ui.host("fleet")).toBeHidden();
  await press("Control+z");
  await note("Undone: 127.0.0.1:1 was added.");
  await expect(ui.host("127.0.0.1:1")).toBeHidden();
  await expect(page.getByRole("tab", { name: /127/ })).toHaveCount(0);
  await expect(ui.hosts).toBeFocused();
  await press("Control+z");
  await note("There is nothing to undo.");
});

test("undoing that a host was added asks first where its session is open", async () => {
  await ui.addHost(`127.0.0.1:${sshd.port}`);
  await ui.hosts.focus();
  await press("Control+z");
  await expect(dialog()).toContainText(`Remove 127.0.0.1:${sshd.port}?`);
  await press("Escape");
  await expect(ui.hostState).toHaveText("ready");
  await press("Control+z", "Tab", "Enter");
  await expect(ui.host(`127.0.0.1:${sshd.port}`)).toBeHidden();
  await expect(ui.statusBar).toContainText("0 sessions");
  await expect(ui.hosts).toBeFocused();
});

/** Moves a host to a group by its menu. */
async function moveTo(name: string, group: string): Promise<void> {
  await ui.host(name).click({ button: "right" });
  await app.page.getByRole("menuitem", { name: "Move to group…" }).click();
  await dialog().getByRole("combobox", { name: "Group" }).fill(group);
  await press("Enter");
  await expect(dialog()).toBeHidden();
}

test("Ctrl+L leads to the filter where no tab is open, whatever the sidebar shows", async () => {
  const { page } = app;
  const filter = page.getByPlaceholder("Filter hosts");
  await press("Control+l");
  await expect(filter).toBeFocused();
  await page.getByRole("button", { name: /^Connect to This machine/ }).focus();
  await press("Control+l");
  await expect(filter).toBeFocused();
  await press("Control+b");
  await expect(filter).toBeHidden();
  await press("Control+l");
  await expect(filter).toBeFocused();
  await page.getByRole("button", { name: "Tools", exact: true }).click();
  await press("Control+l");
  await expect(filter).toBeFocused();
  await ui.connect("This machine");
  await press("Control+w", "Control+l");
  await expect(page.getByRole("heading", { name: "Call Python on a machine" })).toBeVisible();
  await expect(filter).toBeFocused();
  await page.mouse.click(900, 650);
  await press("Control+l");
  await expect(filter).toBeFocused();
});

test("what is said is meant for people: what ssh said, who one stays, what can be duplicated", async () => {
  const { page } = app;
  const items = page.getByRole("menuitem");
  await ui.host("This machine").click({ button: "right" });
  await expect(items.filter({ hasText: "Edit…" })).toBeVisible();
  await expect(items.filter({ hasText: "Duplicate" })).toHaveCount(0);
  await press("Escape");
  await ui.host("web1").click({ button: "right" });
  await expect(items.filter({ hasText: "Duplicate" })).toBeVisible();
  await items.filter({ hasText: "Edit…" }).click();
  await dialog().getByRole("tab", { name: "Connection" }).click();
  await expect(dialog().getByRole("combobox", { name: "Become by" })).toHaveText(
    "Stay the same user",
  );
  await press("Escape");
  await page.evaluate(() => window.rmote.addHost({ address: "127.0.0.1:1", name: "shut" }));
  await ui.host("shut").click();
  const alert = page.getByRole("article", { name: "shut" }).getByRole("alert");
  await expect(alert).toContainText("What ssh said");
  await expect(alert).toContainText("Connection refused");
});

test("the facts that a tab asks for are no call that runs", async () => {
  const { page } = app;
  await page.evaluate(() => {
    const seen = new Set<string>();
    const look = () => {
      const text = document.querySelector("footer")?.textContent ?? "";
      seen.add(/\d+ calls? running/.exec(text)?.[0] ?? "");
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    look();
    (window as { seen?: Set<string> }).seen = seen;
  });
  await ui.connect("web1");
  await page.getByRole("tab", { name: "Overview" }).filter({ visible: true }).click();
  const facts = page.getByRole("region", { name: "Facts" }).filter({ visible: true });
  await expect(facts).toContainText("gathered just now");
  const seen = await page.evaluate(() => [...((window as { seen?: Set<string> }).seen ?? [])]);
  expect(seen).toEqual(["0 calls running"]);
});
