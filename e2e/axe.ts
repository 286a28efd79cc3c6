import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { RunningApp } from "./app";

/** Axe finds nothing to complain of in the window as it is. */
export async function noComplaints(page: Page): Promise<void> {
  // Electron has no second window for axe to run in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`),
  ).toEqual([]);
}

/** The same in the light and in the dark. Afterwards it is light. */
export async function noComplaintsInEitherTheme(app: RunningApp): Promise<void> {
  for (const theme of ["dark", "light"] as const) {
    await app.setTheme(theme);
    await noComplaints(app.page);
  }
}
