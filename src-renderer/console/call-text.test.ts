import { describe, expect, it } from "vitest";
import { callText, readTimeout } from "./call-text";

describe("callText", () => {
  it("reads as Python and stays short", () => {
    expect(callText("Exec", "shell", ["ls"], { check: true })).toBe("Exec.shell('ls', check=True)");
    expect(callText("T", "m", ["x".repeat(1000)], {}).length).toBeLessThan(80);
  });
});

describe("readTimeout", () => {
  it.each([
    ["", null],
    [" 5 ", 5],
    ["0.5", 0.5],
  ])("%j is %s", (text, seconds) => expect(readTimeout(text)).toBe(seconds));
  it.each(["0", "-1", "five", "1e999", "Infinity"])("%j is refused", (text) =>
    expect(readTimeout(text)).toBeTypeOf("string"),
  );
});

it("names a secret and does not show its place as None", () => {
  const secrets = [
    { at: 0, name: "db" },
    { at: "token", name: "api" },
  ];
  expect(callText("Vault", "open", [null, null], { token: null }, secrets)).toBe(
    "Vault.open(<secret db>, None, token=<secret api>)",
  );
});
