import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomart } from "./randomart";

describe("randomart", () => {
  it.each([
    ["ed25519", []],
    ["ecdsa", ["-b", "521"]],
    ["rsa", ["-b", "2048"]],
  ])("is what ssh-keygen draws: %s", (type, size) => {
    const folder = mkdtempSync(join(tmpdir(), "rmote-art-"));
    try {
      for (let round = 0; round < (type === "rsa" ? 2 : 12); round++) {
        const file = join(folder, `${type}${round}`);
        execFileSync("ssh-keygen", ["-q", "-t", type, ...size, "-N", "", "-f", file]);
        const printed = execFileSync("ssh-keygen", ["-lvf", file], { encoding: "utf8" });
        const [line = "", ...art] = printed.trimEnd().split("\n");
        const [bits, fingerprint = ""] = line.split(" ");
        expect(randomart(fingerprint, `${type.toUpperCase()} ${bits}`)).toEqual(art);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(["", "MD5:00:11", "SHA256:short", `SHA256:${"!".repeat(43)}`])(
    "has none of %j",
    (text) => {
      expect(randomart(text, "RSA 2048")).toBeNull();
    },
  );
});
