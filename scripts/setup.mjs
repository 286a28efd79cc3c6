// npm run setup: everything that the app and its tests need, short of building it.
import { ensureElectron } from "./setup/electron.mjs";
import { ensureNodeModules } from "./setup/node-modules.mjs";
import { checkNodeVersion } from "./setup/node-version.mjs";
import { runMain, say } from "./setup/problem.mjs";
import { ensureSystem } from "./setup/system.mjs";

await runMain(async () => {
  checkNodeVersion();
  await ensureNodeModules();
  await ensureSystem({ forTests: true });
  const electron = await ensureElectron();
  for (const note of electron.notes) say(note);
  say(`Ready, with Electron ${electron.version} (${electron.executable}).`);
  return 0;
});
