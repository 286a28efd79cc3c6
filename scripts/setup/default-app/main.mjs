// Stands in for the default app of an official Electron: runs the app in the folder that is the
// first argument. An ES module on purpose: Electron waits for it, so the app's own main module
// still runs before "ready", where alone `protocol.registerSchemesAsPrivileged` is allowed.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const argument = process.argv.slice(1).find((arg) => !arg.startsWith("-"));

try {
  if (argument === undefined) throw new Error("Give the folder of an app as the first argument.");
  const folder = resolve(argument);
  const {
    name,
    productName,
    version,
    main = "index.js",
  } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  process.defaultApp = true;
  app.setAppPath(folder);
  app.setName(productName ?? name);
  app.setVersion(version);
  await import(pathToFileURL(join(folder, main)).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
