import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launchApp } from "./app";
import { AppWindow } from "./window";

test("scratch", async () => {
  const home = mkdtempSync(join(tmpdir(), "rmote-home-"));
  mkdirSync(join(home, "tools/web"), { recursive: true });
  mkdirSync(join(home, "tools/b"), { recursive: true });
  const text = `from rmote.protocol import Tool


class Disk(Tool):
    """Looks at disks."""

    @staticmethod
    def half(number: int) -> float:
        """Half of a number."""
        return number / 0
`;
  writeFileSync(join(home, "tools/web/disk.py"), text);
  writeFileSync(join(home, "tools/b/disk.py"), text);
  const app = await launchApp({ home });
  const ui = new AppWindow(app.page);
  app.page.on("console", (m) => console.log("CONSOLE", m.text()));
  await ui.showTools();
  await app.page.screenshot({ path: "/tmp/own-shots/0.png" });
  await ui.ownTools.getByRole("treeitem", { name: "disk.py" }).first().click();
  await ui.toolSource.expectText("number / 0");
  await app.page.waitForTimeout(1500);
  await app.page.screenshot({ path: "/tmp/own-shots/1.png" });
  await app.page.getByRole("button", { name: "New tool", exact: true }).click();
  await app.page.getByRole("textbox", { name: "Name" }).fill("nginx");
  await app.page.keyboard.press("Enter");
  await ui.toolSource.expectText("class Nginx");
  await app.page.waitForTimeout(500);
  await app.page.screenshot({ path: "/tmp/own-shots/2.png" });
  await ui.call();
  await expect(ui.result).toContainText("Hello");
  await app.page.screenshot({ path: "/tmp/own-shots/3.png" });
  await ui.toolSource.fill(text);
  await app.page.waitForTimeout(500);
  await app.page.screenshot({ path: "/tmp/own-shots/4.png" });
  await app.page.getByRole("button", { name: "Disk.half", exact: true }).waitFor();
  await ui
    .field("number")
    .fill("3")
    .catch(() => console.log("NO FIELD"));
  await ui.call();
  await app.page.waitForTimeout(1000);
  await app.page.screenshot({ path: "/tmp/own-shots/5.png" });
  await ui.toolSource.fill(text.replace("half(", "half(("));
  await app.page.waitForTimeout(700);
  await app.setTheme("dark");
  await app.page.screenshot({ path: "/tmp/own-shots/6.png" });
  await app.setSize(900, 600);
  await app.page.waitForTimeout(300);
  await app.page.screenshot({ path: "/tmp/own-shots/7.png" });
  await app.kill();
});
