#!/usr/bin/env node
// The command line, as `npx rmote-desktop` finds it in a checkout.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const cli = join(resolve(import.meta.dirname, ".."), "out", "main", "cli.js");
if (existsSync(cli)) {
  await import(pathToFileURL(cli).href);
} else {
  console.error("The app was not built yet. Run: npm run build");
  process.exitCode = 2;
}
