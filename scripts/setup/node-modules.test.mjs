import { expect, test } from "vitest";
import { isInstalled } from "./node-modules.mjs";

const wanted = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
    "node_modules/zod-win32": { version: "4.6.7", integrity: "sha512-b", optional: true },
  },
};

/** @param {Record<string, object>} packages */
const withPackages = (packages) => ({ packages });

test("the packages of the lock file are installed", () => {
  const zod = { version: "4.6.7", integrity: "sha512-a" };
  expect(isInstalled(wanted, withPackages({ "node_modules/zod": zod }))).toBe(true);
});

test.each([
  ["nothing", undefined],
  ["no package", withPackages({})],
  ["another version", withPackages({ "node_modules/zod": { version: "4.0.0" } })],
  [
    "other contents",
    withPackages({ "node_modules/zod": { version: "4.6.7", integrity: "sha512-c" } }),
  ],
  [
    "an optional package of another version",
    withPackages({
      "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
      "node_modules/zod-win32": { version: "4.0.0" },
    }),
  ],
])("%s is not what the lock file asks for", (_, installed) => {
  expect(isInstalled(wanted, installed)).toBe(false);
});
