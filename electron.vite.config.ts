import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

// The fall-back Electron is 33: Chromium 130 and Node 20 (docs/architecture.md).
const chromium = "chrome130";
const node = "node20";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

export default defineConfig({
  main: {
    define: { __APP_VERSION__: JSON.stringify(version) },
    build: {
      outDir: "out/main",
      target: node,
      rollupOptions: {
        input: {
          main: resolve("src-main/main.ts"),
          cli: resolve("src-main/cli/main.ts"),
          // What the package exports: docs/typescript.md.
          api: resolve("src-main/api/main.ts"),
          // What ssh runs to ask: one file, without anything else of ours.
          askpass: resolve("src-main/transport/askpass-helper.ts"),
          // What opens a locked key in a thread of its own.
          "key-worker": resolve("src-main/transport/ssh2/key-worker.ts"),
          // The thread that renders templates where there is no python3.
          "python-worker": resolve("src-main/templates/python-worker.ts"),
        },
        output: { format: "es", entryFileNames: "[name].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      // A sandboxed preload can load neither ES modules nor packages: one CommonJS file.
      externalizeDeps: false,
      target: node,
      rollupOptions: {
        input: { preload: resolve("src-main/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "src-renderer",
    plugins: [react()],
    worker: { format: "es" },
    build: {
      outDir: resolve("out/renderer"),
      target: chromium,
      minify: true,
      // The page's policy allows no data: fonts.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve("src-renderer/index.html") } },
    },
  },
});
