import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
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
  const secret = (name: string): Value => ({ $: "secret", name, as: "text" });
  const args = [secret("db"), null, [1, secret("b")]];
  expect(callText("Vault", "open", args, { token: secret("api") })).toBe(
    "Vault.open(<secret db>, None, [1, <secret b>], token=<secret api>)",
  );
});
