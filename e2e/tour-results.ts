import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { RunningApp } from "./app";
import type { TourReport } from "./tour-report";
import { AppWindow } from "./window";

const BEFORE = `user www-data;
worker_processes 2;

events {
    worker_connections 512;
}

http {
    server_tokens on;
    keepalive_timeout 65;
}
`;
const AFTER = BEFORE.replace("512", "2048").replace("    server_tokens on;\n", "");

/**
 * The part of the tour that is about what comes back: a change that is tried before it is made, and
 * records as a table. The session of the host that is shown is ready.
 */
export async function tourOfResults(
  report: TourReport,
  app: RunningApp,
  folder: string,
): Promise<void> {
  const { page } = app;
  const ui = new AppWindow(page);
  const { keyboard } = page;
  const file = join(folder, "nginx.conf");
  const change = ui.result.getByTestId("change");
  writeFileSync(file, BEFORE);

  await report.step("A change is tried before it is made", async () => {
    await ui.chooseMethod("FileSystem.write");
    await ui.field("path").fill(file);
    await ui.field("content").fill(AFTER);
    await keyboard.press("Control+Shift+Enter");
    await expect(change).toContainText("This would change");
    await expect(ui.result.getByRole("region", { name: "Diff" })).toContainText("+1 −2");
    expect(readFileSync(file, "utf8")).toBe(BEFORE);
    const tried = await report.everyLook(app, "dry-run");
    await ui.result.getByRole("button", { name: "Make the change" }).click();
    await expect(change).toContainText("Changed");
    expect(readFileSync(file, "utf8")).toBe(AFTER);
    const made = await report.shot(page, "changed");
    await ui.call();
    await expect(change).toContainText("Nothing to change");
    const again = await report.shot(page, "unchanged");
    return [
      "The diff comes first, one click makes it so, and once more is nothing.",
      ...tried,
      made,
      again,
    ];
  });

  await report.step("Records are a table", async () => {
    await ui.chooseMethod("FileSystem.list");
    await ui.field("path").fill("/etc");
    await ui.call();
    const grid = ui.result.getByRole("grid");
    await grid.getByRole("button", { name: "size" }).click();
    await grid.getByRole("button", { name: "size" }).click();
    await grid.focus();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await expect(ui.result.getByRole("tree", { name: "Row" })).toContainText("path");
    const table = await report.everyLook(app, "table");
    await ui.result.getByRole("button", { name: "Close the row" }).click();
    return ["Ordered by size, with all of a row below.", ...table];
  });
}
