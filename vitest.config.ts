import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src-*/**/*.test.ts", "scripts/**/*.test.mjs"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The usual is one less than there are processors. Many tests wait for processes of theirs most of
    // the time, so that with two processors one at a time leaves the machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
