import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
});
test.afterAll(async () => {
  await app.close();
  await sshd.stop();
});

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

test("the whole job by keyboard alone, and the focus is never lost", async () => {
  const { page } = app;
  const press = async (key: string) => {
    await page.keyboard.press(key);
    await expectFocus();
  };
  const command = async (words: string) => {
    await press("Control+Shift+P");
    await page.keyboard.type(words);
    await expect(page.locator("[cmdk-item][data-selected=true]")).toContainText(
      new RegExp(words, "i"),
    );
    await press("Enter");
  };
  await expect(ui.host("This machine")).toBeVisible();
  await expectFocus();

  await test.step("Enter connects This machine; the method picker has the focus then", async () => {
    await press("Enter");
    await expect(ui.hostState).toHaveText("ready");
    await expect(page.getByRole("combobox", { name: "Method" })).toBeFocused();
  });

  await test.step("a call, its exception and the way to its source and back", async () => {
    await ui.chooseMethod("FileSystem.read_str");
    await expect(ui.field("path")).toBeFocused();
    await page.keyboard.type("/no/such/file");
    await press("Control+Enter");
    await expect(ui.result).toHaveAttribute("data-state", "raised");
    await ui.result.getByRole("button", { name: "rmote.tools.fs" }).focus();
    await press("Enter");
    await expect(page.getByTestId("source").filter({ visible: true })).toContainText(
      "with open(_expand(path)",
    );
    await press("Control+w");
    await expect(ui.result).toBeVisible();
  });

  await test.step("a call that runs is cancelled by Esc", async () => {
    await ui.chooseMethod("Exec.shell");
    await page.keyboard.type("sleep 300");
    await press("Control+Enter");
    await expect(ui.result).toHaveAttribute("data-state", "running");
    await press("Escape");
    await expect(ui.result).toHaveAttribute("data-state", "cancelled");
  });

  await test.step("a host is added by the palette", async () => {
    await command("add a host");
    await page.keyboard.type(`127.0.0.1:${sshd.port}`);
    await press("Enter");
    // The tab before it is of a host that is ready too.
    await expect(page.getByRole("heading", { name: `127.0.0.1:${sshd.port}` })).toBeVisible();
    await expect(ui.hostState).toHaveText("ready");
    await expectFocus();
  });

  await test.step("quick open, the filter, the logs and the settings come and go", async () => {
    await press("Control+p");
    await page.keyboard.type("web1");
    await expect(page.locator("[cmdk-item][data-selected=true]")).toContainText("web1");
    await press("Enter");
    await expect(page.getByRole("heading", { name: "web1" })).toBeVisible();
    await expect(ui.hostState).toHaveText("ready");
    await press("Control+l");
    await page.keyboard.type("nothing like it");
    await expect(ui.host("web1")).toBeHidden();
    await press("Escape");
    await expect(ui.host("web1")).toBeVisible();
    for (const key of ["Control+j", "Control+j", "Control+,", "Escape", "Control+b", "Control+b"]) {
      await press(key);
    }
    for (let i = 0; i < 8; i++) await press("F6");
  });

  await test.step("sessions are closed, then all tabs", async () => {
    await command("disconnect");
    await expect(ui.hostState).toHaveText("closed");
    await expectFocus();
    for (let i = 0; i < 3; i++) await press("Control+w");
    await expect(page.getByRole("button", { name: /This machine/ })).toBeVisible();
  });
});

test("a dialog keeps the keyboard, and a list with nothing in it lets it go", async () => {
  const { page } = app;
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await expectFocus();
    }
  };
  const dialog = page.getByRole("dialog");
  const focused = (name: string) => dialog.getByLabel(name, { exact: true });

  await test.step("Shift+Tab goes around the dialog, Ctrl+PageDown from part to part", async () => {
    await press("Control+Shift+P");
    await page.keyboard.type("add a host");
    await press("Enter");
    await page.keyboard.type("root@127.0.0.1:2222");
    await press("Tab", "Enter");
    await expect(focused("Address")).toBeFocused();
    await expect(dialog).toContainText("With user root and port 2222, under Connection.");
    await press("Shift+Tab", "Shift+Tab", "Shift+Tab");
    await expect(dialog.getByRole("button", { name: "Add and connect" })).toBeFocused();
    await press("Tab", "Tab", "Tab", "Control+PageDown");
    await expect(dialog.getByRole("tab", { name: "Connection" })).toBeFocused();
    await expect(focused("User")).toHaveValue("root");
    await press("Control+PageUp", "Tab", "Tab");
  });

  await test.step("who does not discard goes on where they were", async () => {
    await page.keyboard.type("shop");
    await press("Escape", "Enter");
    await expect(focused("Name")).toBeFocused();
    await expect(focused("Name")).toHaveValue("shop");
    await press("Escape", "Shift+Tab", "Enter");
    await expect(dialog).toBeHidden();
  });

  await test.step("the dialog of a group begins at what one sees", async () => {
    await press("Control+Shift+P");
    await page.keyboard.type("new group");
    await press("Enter");
    await page.keyboard.type("fleet");
    await press("Enter");
    await expect(ui.host("fleet")).toBeVisible();
    await press("Control+l", "Escape", "Control+e");
    await expect(focused("Notes")).toBeFocused();
    await press("Escape");
  });

  await test.step("a host moved out of what the filter shows is had again", async () => {
    await press("Control+l");
    await page.keyboard.type("web1");
    await press("ArrowDown");
    await moveTo("fleet");
    await press("Control+l");
    await page.keyboard.type("group:fleet");
    await press("ArrowDown");
    await moveTo("");
    await expect(page.getByText("No host fits")).toBeVisible();
    await expect(ui.hosts).toBeFocused();
    await press("Control+z");
    await expect(ui.host("web1")).toBeVisible();
    await moveTo("");
    await expect(page.getByText("No host fits")).toBeVisible();
    await press("Escape");
    await expect(ui.host("This machine")).toBeVisible();
    await press("Control+Shift+P");
    await page.keyboard.type("undo");
    await press("Enter");
    await expect(page.getByText("Undone: web1 moved out of all groups.")).toBeVisible();
  });

  /** Moves the host that the keyboard is on to a group, by its menu. */
  async function moveTo(group: string): Promise<void> {
    await page.keyboard.press("ContextMenu");
    await page.keyboard.type("move");
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("combobox", { name: "Group" })).toBeFocused();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.type(group);
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
  }
});

test("the app is quit by keyboard", async () => {
  const other = await launchApp();
  await expect(new AppWindow(other.page).host("This machine")).toBeVisible();
  const closed = other.electron.waitForEvent("close");
  // The window may be gone before the key is up again, which Playwright takes for an error.
  other.page.keyboard.press("Control+q").catch(() => undefined);
  await closed;
  rmSync(other.home, { recursive: true, force: true, maxRetries: 10 });
});
