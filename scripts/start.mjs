// npm start: sets up and builds what is missing or out of date, then opens the app.
// --setup-only does all but open it; any other argument goes to the app.
import { buildWhenNeeded } from "./build/build.mjs";
import { onDisplay } from "./setup/display.mjs";
import { ensureElectron } from "./setup/electron.mjs";
import { electronArgs, sandboxHint } from "./setup/electron-args.mjs";
import { ensureNodeModules } from "./setup/node-modules.mjs";
import { checkNodeVersion } from "./setup/node-version.mjs";
import { root } from "./setup/paths.mjs";
import { runMain, say } from "./setup/problem.mjs";
import { run } from "./setup/run.mjs";
import { ensureSystem } from "./setup/system.mjs";

const setupOnly = process.argv.includes("--setup-only");
const appArgs = process.argv.slice(2).filter((arg) => arg !== "--setup-only");

await runMain(async () => {
  checkNodeVersion();
  await ensureNodeModules();
  await ensureSystem({ forTests: false });
  const electron = await ensureElectron();
  await buildWhenNeeded();

  const flags = electronArgs();
  const hint = sandboxHint(electron.executable);
  for (const note of [...electron.notes, ...flags.notes, ...(hint ? [hint] : [])]) say(note);
  if (setupOnly) {
    say(`Ready, with Electron ${electron.version}: npm start opens the app.`);
    return 0;
  }

  const target = onDisplay(electron.executable, [...flags.args, root, ...appArgs]);
  if (target.virtual) {
    say(
      "There is no display, so the app runs under Xvfb where nobody sees it. " +
        "npm run tour shows it at work, with screenshots.",
    );
  }
  say(`Opening the app with Electron ${electron.version}`);
  return run(target.command, target.args, { env: appEnvironment() });
});

function appEnvironment() {
  const env = { ...process.env };
  // Set in the terminals of editors that are Electron apps; it would make ours a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}
