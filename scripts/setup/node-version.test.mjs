import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkNodeVersion, isSupported } from "./node-version.mjs";
import { root } from "./paths.mjs";

test.each([
  ["18.20.4", false],
  ["20.18.1", false],
  ["20.19.0", true],
  ["21.7.3", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["23.11.0", false],
  ["24.0.0", true],
  ["26.1.0", true],
])("Node %s is supported: %s", (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});

test("agrees with package.json", () => {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(engines.node).toBe("^20.19.0 || ^22.12.0 || >=24.0.0");
});

test("says which Node it is and which ones will do", () => {
  expect(() => checkNodeVersion("18.20.4")).toThrow(
    /Node 18\.20\.4 .* Node 20 \(20\.19 or newer\)/,
  );
});
