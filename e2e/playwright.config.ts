import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: ["*.spec.ts", "tour.ts"],
  outputDir: "../test-results",
  // Windows of one display share focus and keyboard. Tests wait most of the time, so that two workers
  // keep two processors busy.
  workers: process.env.RMOTE_TEST_DISPLAY === "virtual" ? 2 : 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  retries: 0,
  use: { trace: "retain-on-failure" },
});
