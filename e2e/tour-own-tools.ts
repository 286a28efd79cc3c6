import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { formatDuration } from "../src-shared/format";
import { launchApp } from "./app";
import type { TourReport } from "./tour-report";
import { AppWindow } from "./window";

/**
 * The part of the tour in which a newcomer writes a tool, in a window of its own: made, run, broken,
 * mended, saved and run again, by keyboard but for three clicks.
 */
export async function tourOfOwnTools(report: TourReport): Promise<void> {
  const app = await launchApp();
  const { page } = app;
  const { keyboard } = page;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const ui = new AppWindow(page);
  /** The window as it is: light and dark, usual and small. */
  const everyLook = async (name: string) => {
    const shots: string[] = [];
    for (const [size, width, height] of [
      ["", 1280, 800],
      ["-small", 900, 600],
    ] as const) {
      await app.setSize(width, height);
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
      for (const theme of ["light", "dark"] as const) {
        await app.setTheme(theme);
        shots.push(await report.shot(page, `${name}${size}-${theme}`));
      }
    }
    await app.setSize(1280, 800);
    await app.setTheme("light");
    return shots;
  };
  /** Milliseconds of the newcomer's, pictures left out. */
  let spent = 0;
  const time = async (run: () => Promise<void>) => {
    const begin = performance.now();
    await run();
    spent += performance.now() - begin;
  };

  try {
    await report.step("Tools, before there is one of one's own", async () => {
      await ui.showTools();
      await expect(page.getByRole("heading", { name: "Write a tool in Python" })).toBeVisible();
      return ["The centre says what a tool is.", ...(await everyLook("own-tools-welcome"))];
    });

    await report.step("A new tool, called at once", async () => {
      await time(async () => {
        await page.getByRole("button", { name: "New tool", exact: true }).last().click();
        await keyboard.type("greeter");
        await keyboard.press("Enter");
        await ui.toolSource.expectText("class Greeter(Tool):");
        await expect(ui.field("name")).toBeVisible();
        await ui.call();
        await expect(ui.result).toContainText("Hello, world!");
      });
      return [
        "The file begins with a tool that works; Ctrl+Enter has connected to this machine and called it.",
        ...(await everyLook("own-tool-called")),
      ];
    });

    await report.step("It breaks while it is written, and fails when it is called", async () => {
      await time(async () => {
        await ui.toolSource.line('return "Hello').click();
        await keyboard.press("End");
        await keyboard.press("Enter");
        await keyboard.type("return name +");
        await expect(ui.ownMethods.getByRole("alert")).toContainText("Line 19");
      });
      const broken = await everyLook("own-tool-broken");
      await time(async () => {
        await keyboard.press("Shift+Home");
        await keyboard.press("Delete");
        await ui.toolSource.line('return "Hello').click();
        await keyboard.press("Home");
        await keyboard.type("name = name.uper()");
        await keyboard.press("Enter");
        await expect(ui.ownMethods.getByRole("alert")).toHaveCount(0);
        await ui.call();
        await expect(ui.result).toHaveAttribute("data-state", "raised");
        await expect(ui.toolSource.line("name.uper()")).toContainText("AttributeError");
      });
      return [
        "While it is no Python the form of before stays, dimmed, with the line and the reason.",
        ...broken,
        "The call of the unsaved text raises; its line is marked with the reason.",
        ...(await everyLook("own-tool-raised")),
      ];
    });

    await report.step("Mended, saved and called again", async () => {
      await time(async () => {
        await ui.result.getByRole("button", { name: "tools.greeter" }).click();
        await ui.toolSource.expectFocus();
        await keyboard.press("End");
        for (let count = 0; count < "er()".length; count += 1) await keyboard.press("Backspace");
        await keyboard.type("per()");
        await keyboard.press("Control+s");
        await ui.call();
        await expect(ui.result).toContainText("Hello, WORLD!");
      });
      expect(readFileSync(join(app.home, "tools", "greeter.py"), "utf8")).toContain("name.upper()");
      expect(complaints).toEqual([]);
      return [
        `The frame of the traceback led to the line. All of it took ${formatDuration(spent)} of screen time.`,
        ...(await everyLook("own-tool-mended")),
      ];
    });
  } finally {
    await app.close();
  }
}
