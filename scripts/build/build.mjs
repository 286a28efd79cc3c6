import { join } from "node:path";
import { packageCommand, root } from "../setup/paths.mjs";
import { Problem, say } from "../setup/problem.mjs";
import { runNode } from "../setup/run.mjs";
import { buildStamped, needsBuild } from "./stamp.mjs";

/** Builds the app into out/. @throws {Problem} when a step fails */
export async function build() {
  await buildStamped(root, async () => {
    await step("The agent's build", join(root, "scripts", "build-agent.mjs"), []);
    await step("electron-vite build", packageCommand("electron-vite", "electron-vite"), ["build"]);
    await step("The library's types", join(root, "scripts", "build-types.mjs"), []);
    // After it: electron-vite empties the page's folder.
    await step("The preview's build", join(root, "scripts", "build-python.mjs"), []);
  });
}

export async function buildWhenNeeded() {
  if (!needsBuild(root)) return;
  say("Building the app");
  await build();
}

/** @param {string} name @param {string} script @param {string[]} args */
async function step(name, script, args) {
  const code = await runNode(script, args);
  if (code !== 0) throw new Problem(`${name} ended with code ${code}; what it said is above.`);
}
