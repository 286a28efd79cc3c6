// Starts the built app for Playwright, and keeps it from opening its window until Playwright is
// attached. Playwright holds an Electron of its own choice in this way, but not one that is named
// with `executablePath`; it calls `__playwright_run()` in either (playwright-core,
// server/electron/electron.ts). Without this the page is being loaded while Playwright attaches to
// it: what it asks may be answered by the empty page before, while the event that the real one has
// come is lost. Then `_electron.launch` waits without end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const root = join(import.meta.dirname, "..", "..");
const { productName, version, main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
app.setAppPath(root);
app.setName(productName);
app.setVersion(version);

const ready = app.whenReady();
const attached = new Promise((resolve) => {
  Object.assign(globalThis, { __playwright_run: () => resolve(undefined) });
});
app.whenReady = () => ready.then(() => attached).then(() => ready);

await import(pathToFileURL(join(root, main)).href);
