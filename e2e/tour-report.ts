import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { RunningApp } from "./app";

/** What the tour did and saw: numbered screenshots, and a report that is whole at every moment. */
export class TourReport {
  readonly #folder: string;
  readonly #lines: string[];
  #shots = 0;

  constructor(folder: string, title: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#lines = [`# ${title}`, ""];
  }

  /** Does a step and writes down what was done and seen, or why it failed. */
  async step(title: string, run: () => Promise<string[]>): Promise<void> {
    this.#write(`## ${title}`, "");
    try {
      this.#write(...(await run()).map((line) => `- ${line}`), "");
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#write("**This step failed.**", "", "```", message, "```", "");
      throw error;
    }
  }

  /** A picture of the window. @returns the line of the report that shows it */
  async shot(page: Page, name: string): Promise<string> {
    this.#shots += 1;
    const file = `${String(this.#shots).padStart(2, "0")}-${name}.png`;
    await page.screenshot({ path: join(this.#folder, file), animations: "disabled" });
    return `![${name}](${file})`;
  }

  /** Pictures of the window as it is: light and dark, usual and small. Afterwards it is light and usual. */
  async everyLook({ page, setSize, setTheme }: RunningApp, name: string): Promise<string[]> {
    const shots: string[] = [];
    for (const [size, width, height] of [
      ["", 1280, 800],
      ["-small", 900, 600],
    ] as const) {
      await setSize(width, height);
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
      for (const theme of ["light", "dark"] as const) {
        await setTheme(theme);
        shots.push(await this.shot(page, `${name}${size}-${theme}`));
      }
    }
    await setSize(1280, 800);
    await setTheme("light");
    return shots;
  }

  end(): void {
    this.#write(`All steps went as described. ${this.#shots} screenshots.`);
  }

  #write(...lines: string[]): void {
    this.#lines.push(...lines);
    writeFileSync(join(this.#folder, "report.md"), `${this.#lines.join("\n")}\n`);
  }
}
