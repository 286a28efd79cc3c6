import { expect, test } from "@playwright/test";
import { launchApp } from "./app";

test("trial", async () => {
  const app = await launchApp();
  const { page } = app;
  const out = "/tmp/shots";
  page.on("console", (m) => console.log("console", m.type(), m.text()));
  page.on("pageerror", (e) => console.log("pageerror", e.message, e.stack));
  try {
    await page.getByRole("button", { name: "Templates", exact: true }).click();
    await page.getByRole("button", { name: "Create the example" }).waitFor();
    await page.screenshot({ path: `${out}/empty.png` });
    await page.getByRole("button", { name: "Create the example" }).click();
    await expect(page.getByTestId("output")).toContainText("server_name", { timeout: 20000 });
    await expect(page.getByTestId("template")).toContainText("server_name");
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${out}/full.png` });
    await page.getByTestId("template").locator(".view-line").nth(6).click();
    await page.keyboard.press("End");
    await page.keyboard.type("${nope + 1}");
    await page.waitForTimeout(800);
    await page.screenshot({ path: `${out}/failing.png` });
    await page.keyboard.press("Enter");
    await page.keyboard.type("% for x in");
    await page.waitForTimeout(800);
    await page.screenshot({ path: `${out}/syntax.png` });
  } finally {
    await page.screenshot({ path: `${out}/last.png` });
    await app.kill();
  }
});
