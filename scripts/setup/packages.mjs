import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasDisplay } from "./display.mjs";
import { findCommand } from "./paths.mjs";

/**
 * @typedef {object} Need something of the system that the app or its tests use
 * @property {string} debianPackage
 * @property {string} [t64Package] its name in distributions after the 64-bit time transition
 * @property {string} file the shared library, command or path that shows it is there
 * @property {"library" | "command" | "path"} kind
 * @property {string} use what does not work without it
 * @property {"error" | "warning"} level error: nothing can be shown without it
 */

/** @type {Need[]} */
const libraries = [
  { debianPackage: "libgtk-3-0", t64Package: "libgtk-3-0t64", file: "libgtk-3.so.0" },
  { debianPackage: "libnss3", file: "libnss3.so" },
  { debianPackage: "libgbm1", file: "libgbm.so.1" },
  { debianPackage: "libasound2", t64Package: "libasound2t64", file: "libasound.so.2" },
].map((library) => ({ ...library, kind: "library", use: "Electron", level: "error" }));

/** @type {Need[]} */
const app = [
  {
    debianPackage: "python3",
    file: "python3",
    kind: "command",
    use: "calls on This machine",
    level: "warning",
  },
  {
    debianPackage: "openssh-client",
    file: "ssh",
    kind: "command",
    use: "calls on other machines",
    level: "warning",
  },
];

/** @type {Need[]} */
const virtualDisplay = [
  { debianPackage: "xvfb", file: "xvfb-run" },
  { debianPackage: "xauth", file: "xauth" },
].map((tool) => ({
  ...tool,
  kind: "command",
  use: "a window where there is no display",
  level: "error",
}));

/** @type {Need[]} */
const tests = [
  {
    debianPackage: "python3-mako",
    file: "/usr/lib/python3/dist-packages/mako/template.py",
    kind: "path",
    use: "the comparison of templates with Mako",
    level: "warning",
  },
  {
    debianPackage: "openssh-server",
    file: "sshd",
    kind: "command",
    use: "the tests of calls over ssh",
    level: "warning",
  },
  ...[
    { debianPackage: "sudo", file: "sudo" },
    { debianPackage: "opendoas", file: "doas" },
  ].map((program) => ({
    ...program,
    kind: /** @type {const} */ ("command"),
    use: "the tests of becoming another user",
    level: /** @type {const} */ ("warning"),
  })),
  ...[
    { debianPackage: "fish", file: "fish" },
    { debianPackage: "csh", file: "csh" },
  ].map((shell) => ({
    ...shell,
    kind: /** @type {const} */ ("command"),
    use: "the tests of login shells",
    level: /** @type {const} */ ("warning"),
  })),
  ...[
    { debianPackage: "dbus", file: "dbus-daemon", kind: /** @type {const} */ ("command") },
    {
      debianPackage: "gnome-keyring",
      file: "gnome-keyring-daemon",
      kind: /** @type {const} */ ("command"),
    },
    {
      debianPackage: "libsecret-1-0",
      file: "libsecret-1.so.0",
      kind: /** @type {const} */ ("library"),
    },
  ].map((part) => ({
    ...part,
    use: "the test of remembered answers",
    level: /** @type {const} */ ("warning"),
  })),
];

/**
 * @param {{ forTests: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Need[]}
 */
export function systemNeeds({ forTests, env = process.env }) {
  return [
    ...libraries,
    ...app,
    ...(hasDisplay(env, "linux") ? [] : virtualDisplay),
    ...(forTests ? tests : []),
  ];
}

const libraryFolders = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/lib/x86_64-linux-gnu",
  "/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/lib64",
  "/usr/lib",
  "/lib",
];

/** The loader's own list, asked only when a library is in none of the usual folders. */
function loaderCache() {
  try {
    return execFileSync(findCommand("ldconfig") ?? "ldconfig", ["-p"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "";
  }
}

/**
 * @param {Need[]} needs
 * @returns {Need[]}
 */
export function missingNeeds(needs) {
  /** @type {string | undefined} */
  let cache;
  return needs.filter(({ kind, file }) => {
    if (kind === "command") return findCommand(file) === undefined;
    if (kind === "path") return !existsSync(file);
    if (libraryFolders.some((folder) => existsSync(join(folder, file)))) return false;
    cache ??= loaderCache();
    return !cache.includes(`\t${file} `);
  });
}

/** Releases from before the transition (Debian 13, Ubuntu 24.04); all newer ones have it. */
const beforeT64 = ["buster", "bullseye", "bookworm", "bionic", "focal", "jammy"];

/**
 * @param {string} osRelease the text of /etc/os-release
 * @returns {boolean}
 */
export function usesT64Names(osRelease) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const line of osRelease.split("\n")) {
    const [key, value = ""] = line.split("=", 2);
    if (key) fields[key] = value.replaceAll('"', "");
  }
  // Derivatives have a code name of their own and give that of their base beside it.
  const names = [fields.UBUNTU_CODENAME, fields.DEBIAN_CODENAME, fields.VERSION_CODENAME];
  return !names.some((name) => name !== undefined && beforeT64.includes(name));
}

/**
 * The names under which apt knows what is missing, each once.
 *
 * @param {Need[]} needs
 * @param {boolean} t64
 */
export function packageNames(needs, t64) {
  return [...new Set(needs.map((need) => (t64 && need.t64Package) || need.debianPackage))];
}

export function readOsRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
