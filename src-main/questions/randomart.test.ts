import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomart } from "../../src-shared/randomart";

describe("randomart", () => {
  it("is what ssh-keygen draws, for several keys", () => {
    const folder = mkdtempSync(join(tmpdir(), "rmote-art-"));
    try {
      for (let at = 0; at < 8; at++) {
        const file = join(folder, `key${at}`);
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
        const [line = "", ...art] = execFileSync("ssh-keygen", ["-lv", "-f", file], {
          encoding: "utf8",
        })
          .trimEnd()
          .split("\n");
        expect(randomart(line.split(" ")[1] ?? "", "ED25519 256")).toBe(art.join("\n"));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it("draws nothing of what is no fingerprint", () => {
    expect(randomart("none", "RSA")).toBe("");
    expect(randomart("SHA256:*", "RSA")).toBe("");
  });
});
