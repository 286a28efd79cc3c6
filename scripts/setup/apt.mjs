import { existsSync, rmSync, writeFileSync } from "node:fs";
import { say } from "./problem.mjs";
import { run } from "./run.mjs";

const policyFile = "/usr/sbin/policy-rc.d";

/**
 * Runs `action` while packages that bring a service, such as openssh-server, are not allowed to
 * start it. Debian asks /usr/sbin/policy-rc.d, where 101 forbids. Should we be killed half-way,
 * the file that is left forbids nothing, because it looks whether we still run.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
async function withoutStartingServices(action) {
  if (existsSync(policyFile)) return action();
  writeFileSync(
    policyFile,
    "#!/bin/sh\n# Left behind by the set-up of Rmote Desktop; may be deleted.\n" +
      `[ -d /proc/${process.pid} ] && exit 101\nexit 0\n`,
    { mode: 0o755 },
  );
  try {
    return await action();
  } finally {
    rmSync(policyFile, { force: true });
  }
}

export function mayInstallPackages() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/**
 * Installs Debian packages; apt's own output says what went wrong when it did.
 *
 * @param {string[]} names
 * @returns {Promise<string | undefined>} why it failed
 */
export async function installPackages(names) {
  say(`Installing Debian packages: ${names.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  /** @param {string[]} args */
  const apt = (...args) =>
    run("/usr/bin/apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args], { env });

  const update = await apt("update");
  const install = await withoutStartingServices(() =>
    apt("install", "-y", "--no-install-recommends", ...names),
  );
  if (install === 0) return undefined;
  const updateFailed = update === 0 ? "" : ` (apt-get update: code ${update})`;
  return `apt-get install ended with code ${install}${updateFailed}; what it said is above.`;
}
