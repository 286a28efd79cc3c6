import { mkdirSync } from "node:fs";
import { installPackages, mayInstallPackages } from "./apt.mjs";
import {
  missingNeeds,
  packageNames,
  readOsRelease,
  systemNeeds,
  usesT64Names,
} from "./packages.mjs";
import { Problem, say } from "./problem.mjs";

/**
 * What is missing, what does not work without it and how to get it.
 *
 * @param {import("./packages.mjs").Need[]} missing
 * @param {string[]} names their Debian packages
 */
export function describeMissing(missing, names) {
  const lines = missing.map(({ file, use }) => `  ${file} (for ${use})`);
  return [
    "Missing on this system:",
    ...lines,
    "On Debian and Ubuntu this installs them:",
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(" ")}`,
    "Elsewhere, install what brings these files, and run the command again.",
  ].join("\n");
}

/**
 * Libraries and commands that the app (and, if asked, its tests) take from a Linux system. Root
 * on Debian gets them installed; for anybody else the missing ones are named.
 *
 * @param {{ forTests: boolean }} options
 */
export async function ensureSystem({ forTests }) {
  if (process.platform !== "linux") return;
  const needs = systemNeeds({ forTests });
  let missing = missingNeeds(needs);
  let failure;
  if (missing.length > 0 && mayInstallPackages()) {
    failure = await installPackages(packageNames(missing, usesT64Names(readOsRelease())));
    missing = missingNeeds(needs);
  }
  // Otherwise made by the service, which is not started: sshd as root refuses to run without it.
  if (forTests && process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  if (missing.length === 0) return;

  const names = packageNames(missing, usesT64Names(readOsRelease()));
  const text = [failure, describeMissing(missing, names)].filter(Boolean).join("\n");
  if (missing.some(({ level }) => level === "error")) throw new Problem(text);
  say(text);
}
