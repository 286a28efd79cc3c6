import { expect, test } from "vitest";
import { missingNeeds, packageNames, systemNeeds, usesT64Names } from "./packages.mjs";
import { describeMissing } from "./system.mjs";

test.each([
  ["Debian 12", 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n', false],
  ["Debian 13", 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n', true],
  ["Debian unstable", 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\n', true],
  ["Ubuntu 22.04", "ID=ubuntu\nVERSION_CODENAME=jammy\nUBUNTU_CODENAME=jammy\n", false],
  ["Ubuntu 24.04", "ID=ubuntu\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble\n", true],
  ["Mint 21", "ID=linuxmint\nVERSION_CODENAME=virginia\nUBUNTU_CODENAME=jammy\n", false],
  ["Mint 22", "ID=linuxmint\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n", true],
])("%s has packages with t64 in their names or not", (_, osRelease, expected) => {
  expect(usesT64Names(osRelease)).toBe(expected);
});

test("names each package once, as the distribution has it", () => {
  const needs = systemNeeds({ forTests: false, env: { DISPLAY: ":0" } });
  expect(packageNames([...needs, ...needs], false)).toEqual([
    "libgtk-3-0",
    "libnss3",
    "libgbm1",
    "libasound2",
    "python3",
    "openssh-client",
  ]);
  expect(packageNames(needs, true)).toContain("libgtk-3-0t64");
  expect(packageNames(needs, true)).toContain("libasound2t64");
});

test("asks for a virtual display only where there is none, and for sshd only for tests", () => {
  /** @param {boolean} forTests @param {NodeJS.ProcessEnv} env */
  const names = (forTests, env) => packageNames(systemNeeds({ forTests, env }), false);
  expect(names(false, {})).toContain("xvfb");
  expect(names(false, { WAYLAND_DISPLAY: "wayland-0" })).not.toContain("xvfb");
  expect(names(false, {})).not.toContain("openssh-server");
  expect(names(true, {})).toContain("openssh-server");
});

test("finds what is missing on this system and says what to do", () => {
  /** @type {Pick<import("./packages.mjs").Need, "use" | "level">} */
  const rest = { use: "this test", level: "error" };
  const missing = missingNeeds([
    { ...rest, debianPackage: "none-a", file: "librmote-absent.so.7", kind: "library" },
    { ...rest, debianPackage: "none-b", file: "rmote-absent-command", kind: "command" },
    { ...rest, debianPackage: "nodejs", file: "node", kind: "command" },
  ]);
  const names = packageNames(missing, false);
  expect(names).toEqual(["none-a", "none-b"]);
  const text = describeMissing(missing, names);
  expect(text).toContain("librmote-absent.so.7 (for this test)");
  expect(text).toContain("apt-get install -y --no-install-recommends none-a none-b");
});
