// npm run build: builds the app into out/, whether or not anything has changed.
import { build } from "./build/build.mjs";
import { ensureNodeModules } from "./setup/node-modules.mjs";
import { checkNodeVersion } from "./setup/node-version.mjs";
import { runMain } from "./setup/problem.mjs";

await runMain(async () => {
  checkNodeVersion();
  await ensureNodeModules();
  await build();
  return 0;
});
