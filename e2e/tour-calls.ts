import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import type { TourReport } from "./tour-report";
import { AppWindow, EditorPane } from "./window";

/**
 * The part of the tour that follows a restart, with the data folder that has the tool and the call
 * of before: the saved call again, the call as text for elsewhere, and the snippets.
 */
export async function tourOfSavedCalls(
  report: TourReport,
  home: string,
  sshConfig: string,
): Promise<void> {
  const app = await launchApp({ home, sshConfig });
  const { page } = app;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  try {
    await savedCall(report, app);
    await snippets(report, app, home);
    expect(complaints).toEqual([]);
    await app.close();
  } finally {
    await app.kill();
  }
}

async function savedCall(report: TourReport, app: RunningApp): Promise<void> {
  const { page } = app;
  const ui = new AppWindow(page);
  const { keyboard } = page;

  await report.step("After a restart the saved call is run by two keys", async () => {
    await ui.showTools();
    await expect(ui.savedCall("free-space")).toBeVisible();
    await ui.goToTool("free-space");
    await keyboard.press("Shift+Enter");
    await expect(ui.result).toHaveAttribute("data-state", "ok");
    await expect(ui.result).toContainText("GiB are free");
    return [
      "It connected to its host, and the result stands in the console of that host.",
      ...(await report.everyLook(app, "call-again")),
    ];
  });

  await report.step("The call, copied as a command line, Python and TypeScript", async () => {
    const menu = page.getByRole("button", { name: "Copy this call as" }).filter({ visible: true });
    const lines: string[] = [];
    for (const [form, words] of [
      ["Command line", "rmote-desktop call web1 Space.free"],
      ["Python script", "GiB are free"],
      ["TypeScript", "protocol.call("],
    ] as const) {
      await menu.click();
      const item = page.getByRole("menuitem", { name: form });
      await expect(item).toBeVisible();
      if (form === "Command line") lines.push(await report.shot(page, "copy-as"));
      await item.click();
      await expect(page.getByText(/^The call was copied as/)).toBeVisible();
      const text = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
      expect(text).toContain(words);
      await page.getByRole("button", { name: "Dismiss" }).click();
    }
    return ["Each gives the same result elsewhere.", ...lines];
  });
}

async function snippets(report: TourReport, app: RunningApp, home: string): Promise<void> {
  const { page } = app;
  const ui = new AppWindow(page);
  const { keyboard } = page;
  const code = new EditorPane(page, "source");

  await report.step("The snippets: searched, and one looked at", async () => {
    await page.getByRole("button", { name: "Browse snippets" }).filter({ visible: true }).click();
    const search = page.getByRole("searchbox", { name: "Search snippets and your tools" });
    await expect(search).toBeFocused();
    await code.expectText('"""Certificate expiry');
    const all = await report.everyLook(app, "snippets");
    await search.fill("statvfs");
    await expect(page.getByRole("heading", { name: "Disk report" })).toBeVisible();
    await expect(code.line("os.statvfs(mount)")).toBeVisible();
    const found = await report.everyLook(app, "snippet-found");
    await search.fill("kubernetes");
    await expect(page.getByText("Nothing has “kubernetes”")).toBeVisible();
    const none = await report.shot(page, "snippet-none");
    await search.fill("disk report");
    await expect(page.getByRole("heading", { name: "Disk report" })).toBeVisible();
    return ["The search goes through names, docs and source.", ...all, ...found, none];
  });

  await report.step("A snippet, called as it is", async () => {
    await page
      .getByRole("button", { name: "Call report on…", exact: true })
      .filter({ visible: true })
      .click();
    await keyboard.type("web1");
    await expect(page.locator("[cmdk-item][data-selected=true]")).toContainText("web1");
    const chosen = await report.shot(page, "snippet-call-on");
    await keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Method" })).toHaveText("DiskReport.report");
    await ui.call();
    await expect(ui.result).toHaveAttribute("data-state", "ok");
    await expect(ui.result).toContainText("used_percent");
    return [
      "Nothing was copied: it ran on web1 from where it comes with the app.",
      chosen,
      ...(await report.everyLook(app, "snippet-called")),
    ];
  });

  await report.step("A snippet, copied to own tools", async () => {
    await page.getByRole("tab", { name: "Snippets" }).click();
    await page.getByRole("button", { name: "Copy to your tools" }).click();
    await ui.toolSource.expectFocus();
    await ui.toolSource.expectText('"""Disk report');
    await expect(ui.ownMethods.getByRole("button", { name: "DiskReport.report" })).toBeVisible();
    const copy = readFileSync(join(home, "tools", "disk_report.py"), "utf8");
    expect(copy).toBe(readFileSync(join("resources", "snippets", "disk_report.py"), "utf8"));
    return ["It is a file of one's own now.", ...(await report.everyLook(app, "snippet-copied"))];
  });
}
