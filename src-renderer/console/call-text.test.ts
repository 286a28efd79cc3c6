import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { callText, docNotes, docProse, readTimeout } from "./call-text";

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

describe("docProse", () => {
  it("leaves out what the fields say", () => {
    const doc = "Run it.\n\nArgs:\n    a: One.\n        More.\n\nReturns:\n    Text.\n";
    expect(docProse(doc)).toBe("Run it.\n\nReturns:\n    Text.");
    expect(docProse("Only this.")).toBe("Only this.");
  });
});

describe("docNotes", () => {
  it("is what comes after the summary", () => {
    expect(docNotes({ doc: "Run it\nnow.\n\nMore.", summary: "Run it now." })).toBe("More.");
    expect(docNotes({ doc: "Run it.", summary: "Run it." })).toBe("");
    expect(docNotes({ doc: "Other.", summary: "Run it." })).toBe("Other.");
  });
});

it("names a secret and does not show its place as None", () => {
  const secret = (name: string): Value => ({ $: "secret", name, as: "text" });
  const args = [secret("db"), null, [1, secret("b")]];
  expect(callText("Vault", "open", args, { token: secret("api") })).toBe(
    "Vault.open(<secret db>, None, [1, <secret b>], token=<secret api>)",
  );
});
