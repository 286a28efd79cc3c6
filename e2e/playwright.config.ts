import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: ["*.spec.ts", "tour.ts"],
  outputDir: "../test-results",
  // One window at a time: focus and keyboard are shared.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  use: { trace: "retain-on-failure" },
});
