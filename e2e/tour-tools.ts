import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { startSshd } from "../src-main/testing/sshd";
import { launchApp } from "./app";
import { tourOfSavedCalls } from "./tour-calls";
import type { TourReport } from "./tour-report";
import { AppWindow } from "./window";

/** Seconds in which a newcomer has written, run, broken, mended, saved and run a tool of their own again. */
const LIMIT_S = 120;

const RETURN = 'return "%d GiB are free" % (shutil.disk_usage(path).free // 1024 ** 3)';

/** What a newcomer makes of lines of a new tool: which line, how many of its characters stay, what comes then. */
const CHANGES: readonly [string, number, string][] = [
  ["def hello", 0, 'def free(path: str = "/") -> str:'],
  ["Greet somebody.", 3, "How much room is left."],
  ["name: Who is greeted.", 0, "path: A folder of the disk that is asked about."],
  ["Hello, %s", 0, RETURN],
];

/**
 * The part of the tour that is about tools of one's own, in a window of its own with an empty data
 * folder: from the first look to a tool that is called over ssh.
 */
export async function tourOfTools(report: TourReport): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "rmote-tour-"));
  const sshd = await startSshd(["web1"]);
  const app = await launchApp({ home, sshConfig: sshd.configFile });
  const { page } = app;
  const { keyboard } = page;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const ui = new AppWindow(page);
  const shot = (name: string) => report.shot(page, name);
  const everyLook = (name: string) => report.everyLook(app, name);
  /** Home goes to the first character that is no blank, then to the first of all. */
  const toLineStart = async () => {
    await keyboard.press("Home");
    await keyboard.press("Home");
  };
  const file = () => readFileSync(join(home, "tools", "space.py"), "utf8");
  let begin = 0;

  try {
    await report.step("Tools, before there is one of one's own", async () => {
      await ui.showTools();
      await expect(page.getByRole("button", { name: "New tool" }).last()).toBeVisible();
      return everyLook("tools-empty");
    });

    await report.step("A new tool, written and run on a host over ssh", async () => {
      begin = performance.now();
      await page.getByRole("button", { name: "New tool" }).last().click();
      await keyboard.type("space");
      await keyboard.press("Enter");
      await ui.toolSource.expectFocus();
      await ui.toolSource.expectText("class Space(Tool):");
      const made = await shot("tool-new");
      await ui.toolSource.line("import platform").click();
      await keyboard.press("End");
      await keyboard.press("Enter");
      await keyboard.type("import shutil");
      for (const [before, kept, after] of CHANGES) {
        await ui.toolSource.line(before).click();
        await keyboard.press("Home");
        for (let i = 0; i < kept; i += 1) await keyboard.press("ArrowRight");
        await keyboard.press("Shift+End");
        await keyboard.insertText(after);
        await toLineStart();
      }
      await ui.ownMethods.getByRole("button", { name: "Space.free" }).click();
      await page.getByRole("button", { name: "Host to call on" }).click();
      await keyboard.type("web1");
      await keyboard.press("Enter");
      await ui.call();
      await expect(ui.result).toHaveAttribute("data-state", "ok");
      await expect(ui.result).toContainText("GiB are free");
      return [
        "web1 was connected to by the call; what stands in the editor is what ran.",
        made,
        ...(await everyLook("tool-called")),
      ];
    });

    await report.step("Broken: the traceback leads to the line", async () => {
      await ui.toolSource.line("GiB are free").click();
      await keyboard.press("End");
      await keyboard.type(" + path.missing");
      await expect(ui.ownMethods.getByRole("status")).toContainText("Calls the unsaved text");
      await ui.call();
      await expect(ui.result).toHaveAttribute("data-state", "raised");
      await expect(ui.toolSource.line("path.missing")).toContainText("AttributeError");
      return everyLook("tool-raised");
    });

    await report.step("Mended, saved and run again", async () => {
      await ui.result.getByRole("button", { name: "tools.space" }).first().click();
      await ui.toolSource.expectFocus();
      await keyboard.press("End");
      for (const _ of " + path.missing") await keyboard.press("Backspace");
      await toLineStart();
      await keyboard.press("Control+s");
      await expect.poll(file).toContain(RETURN);
      await ui.call();
      await expect(ui.result).toHaveAttribute("data-state", "ok");
      await expect(ui.result).toContainText("GiB are free");
      const seconds = (performance.now() - begin) / 1000;
      expect(seconds).toBeLessThan(LIMIT_S);
      return [
        `${seconds.toFixed(0)} s of screen time since "New tool", pictures included.`,
        ...(await everyLook("tool-mended")),
      ];
    });

    await report.step("The call is saved under a name", async () => {
      const dialog = page.getByRole("dialog", { name: "Save the call" });
      await keyboard.press("Control+Shift+S");
      await expect(dialog.getByLabel("Name")).toBeFocused();
      await expect(dialog.getByLabel("Hosts")).toHaveValue("web1");
      await keyboard.type("free-space");
      await dialog.getByLabel("Description").fill("How much room is left on the disk");
      const asked = await everyLook("call-save");
      await keyboard.press("Enter");
      await expect(ui.savedCall("free-space")).toBeVisible();
      const saved = readFileSync(join(home, "tools", "calls", "free-space.yaml"), "utf8");
      expect(saved).toContain("method: free\n");
      return ["It is a small text file beside the tool.", ...asked, await shot("call-saved")];
    });

    await report.step("No Python: the last good form stays, with the reason", async () => {
      await ui.toolSource.line("def free").click();
      await keyboard.press("End");
      await keyboard.press("Backspace");
      await expect(ui.ownMethods.getByRole("alert")).toContainText(/^Line \d+: /);
      const wrong = await everyLook("tool-syntax-error");
      await keyboard.press("Control+z");
      await expect(ui.ownMethods.getByRole("alert")).toHaveCount(0);
      expect(complaints).toEqual([]);
      return wrong;
    });
    await app.close();
    await tourOfSavedCalls(report, home, sshd.configFile);
  } finally {
    await app.kill();
    await sshd.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
}
