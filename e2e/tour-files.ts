import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { RunningApp } from "./app";
import type { TourReport } from "./tour-report";

/** The part of the tour that is about the files of a host whose tab is shown. */
export async function tourOfFiles(report: TourReport, app: RunningApp): Promise<void> {
  const { page } = app;
  const folder = mkdtempSync(join(tmpdir(), "rmote-tour-"));
  const there = join(folder, "srv");
  mkdirSync(join(there, "conf.d"), { recursive: true });
  for (const name of ["nginx.conf", "mime.types", "notes.txt"]) {
    writeFileSync(join(there, name), `${name}\n`.repeat(200));
  }
  writeFileSync(join(folder, "notes.txt"), "other notes\n");
  writeFileSync(join(folder, "site.tar.gz"), Buffer.alloc(3_000_000, "site"));
  const transfer = (name: string) => page.getByTestId(`transfer-${name}`);
  try {
    await report.step("The files of the host: two are uploaded, one of them is there", async () => {
      await page.getByRole("tab", { name: "Files" }).click();
      const path = page.getByRole("textbox", { name: "Path of the folder" });
      await path.fill(there);
      await path.press("Enter");
      await expect(page.getByRole("option", { name: "conf.d" })).toBeVisible();
      // The system's dialog cannot be driven: it answers what a person would have chosen.
      await app.electron.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths });
        },
        [join(folder, "notes.txt"), join(folder, "site.tar.gz")],
      );
      await page.getByRole("button", { name: "Upload" }).click();
      await page.getByRole("menuitem", { name: "Files…" }).click();
      await expect(page.getByRole("dialog")).toContainText("notes.txt is there already");
      await expect(transfer("site.tar.gz")).toHaveAttribute("data-state", "done");
      const question = await report.everyLook(app, "files-question");
      await page.keyboard.press("Enter");
      await expect(transfer("notes (2).txt")).toHaveAttribute("data-state", "done");
      await expect(page.getByRole("option", { name: "notes (2).txt" })).toBeVisible();
      return [
        "The new file is there; the other one asks, and Enter keeps both.",
        ...question,
        ...(await report.everyLook(app, "files")),
      ];
    });
    await page.getByRole("button", { name: "Clear finished" }).click();
    await page.getByRole("tab", { name: "Console" }).click();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
