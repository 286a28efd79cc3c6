import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fitsPattern, fitsPatterns } from "../../ssh-config/patterns";
import {
  isForName,
  knownLine,
  knownName,
  knownTypes,
  parseKnownHosts,
  standingOf,
} from "./known-hosts";

const blob = (type: string, fill: number) => {
  const part = (data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, data]);
  };
  return Buffer.concat([part(Buffer.from(type)), part(Buffer.alloc(32, fill))]);
};
const ed = blob("ssh-ed25519", 1);
const other = blob("ssh-ed25519", 2);
const rsa = blob("ssh-rsa", 3);
const entry = (names: string, key: Buffer, marker = "") =>
  `${marker}${names} ${key.toString("latin1", 4, 4 + key.readUInt32BE(0))} ${key.toString("base64")}`;
const lines = (...text: string[]) => parseKnownHosts(text.join("\n"), "known");

describe("known_hosts lines", () => {
  it("are read with their numbers, and what cannot be understood is left out", () => {
    const found = lines(
      "# a comment",
      "",
      `  ${entry("web1,10.0.0.1", ed)} a comment of it`,
      "web2",
      "web3 ssh-ed25519",
      "web4 ssh-ed25519 !!!!",
      `web5 ssh-rsa ${ed.toString("base64")}`,
      "web6 1024 35 1234567890",
      entry("web7", ed, "@unknown "),
      entry("*.example.org", rsa, "@cert-authority "),
      entry("*", other, "@revoked\t"),
      "\0\0\0",
    );
    expect(found.map(({ line, marker, names }) => [line, marker, names.join()])).toEqual([
      [3, null, "web1,10.0.0.1"],
      [10, "cert-authority", "*.example.org"],
      [11, "revoked", "*"],
    ]);
  });

  it("fit names with ports, wildcards, negations and in any case", () => {
    const fits = (names: string, name: string) =>
      lines(entry(names, ed)).some((line) => isForName(line, name));
    expect(fits("web1", "web1")).toBe(true);
    expect(fits("Web1", knownName("WEB1", 22))).toBe(true);
    expect(fits("web1", knownName("web1", 2222))).toBe(false);
    expect(fits("[web1]:2222", knownName("web1", 2222))).toBe(true);
    expect(fits("[*]:2222", knownName("web1", 2222))).toBe(true);
    expect(fits("*.example.org,!bad.example.org", "web.example.org")).toBe(true);
    expect(fits("*.example.org,!bad.example.org", "bad.example.org")).toBe(false);
    expect(fits("!web1", "web2")).toBe(false);
    expect(fits("web?", "web10")).toBe(false);
  });

  it("fit hashed names that ssh-keygen made, and ssh-keygen finds those made here", () => {
    const folder = mkdtempSync(join(tmpdir(), "rmote-known-"));
    try {
      const file = join(folder, "known_hosts");
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
      const [type = "", base64 = ""] = readFileSync(join(folder, "key.pub"), "utf8").split(" ");
      writeFileSync(file, `[web1]:2222 ${type} ${base64}\nweb2 ${type} ${base64}\n`);
      execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
      const found = parseKnownHosts(readFileSync(file, "utf8"), file);
      const linesFor = (name: string) =>
        found.filter((line) => isForName(line, name)).map(({ line }) => line);
      expect(linesFor("[web1]:2222")).toEqual([1]);
      expect(linesFor("web2")).toEqual([2]);
      expect(linesFor("web1")).toEqual([]);
      writeFileSync(file, `${knownLine("[web3]:22022", Buffer.from(base64, "base64"), true)}\n`);
      const said = execFileSync("ssh-keygen", ["-F", "[web3]:22022", "-f", file], {
        encoding: "utf8",
      });
      expect(said).toContain("found: line 1");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(["|1|", "|1||", "|2|a|b", "|1|AAAA|AAAA", "|"])(
    "fit nothing where broken: %s",
    (names) => {
      expect(lines(entry(names, ed)).some((line) => isForName(line, "web1"))).toBe(false);
    },
  );
});

describe("how a key stands", () => {
  const kind = (key: Buffer, known: string[], names = ["web1"]) =>
    standingOf(key, names, lines(...known)).kind;

  it("is known, unknown, changed, revoked, or an authority's to say", () => {
    expect(kind(ed, [entry("web1", other), entry("web1", ed)])).toBe("known");
    expect(kind(ed, [entry("web2", ed)])).toBe("unknown");
    expect(kind(ed, [entry("web1", other)])).toBe("changed");
    expect(kind(ed, [entry("web1", rsa)])).toBe("changed");
    expect(kind(ed, [entry("web1", ed), entry("*", ed, "@revoked ")])).toBe("revoked");
    expect(kind(ed, [entry("web1", ed), entry("*", other, "@revoked ")])).toBe("known");
    expect(kind(ed, [entry("web*", rsa, "@cert-authority ")])).toBe("authority");
    expect(kind(ed, [entry("web*", rsa, "@cert-authority "), entry("web1", ed)])).toBe("known");
    // An authority's own key is not a host's.
    expect(kind(ed, [entry("web1", ed, "@cert-authority ")])).toBe("authority");
  });

  it("is known by the name alone where nothing is known for the port", () => {
    const names = ["[web1]:2222", "web1"];
    expect(kind(ed, [entry("web1", ed)], names)).toBe("known");
    expect(kind(ed, [entry("web1", other)], names)).toBe("unknown");
    expect(kind(ed, [entry("web1", ed), entry("[web1]:2222", other)], names)).toBe("changed");
  });

  it("tells the types that are known, and where else the key is", () => {
    const known = lines(entry("web1", rsa), entry("web2,web3", ed));
    expect(knownTypes(["web1"], known)).toEqual(["ssh-rsa"]);
    const standing = standingOf(ed, ["web9"], known);
    expect(standing.kind === "unknown" && standing.knownAs.map(({ line }) => line)).toEqual([2]);
  });
});

describe("patterns", () => {
  it.each([
    ["", "", true],
    ["a", "", false],
    ["", "*", true],
    ["abc", "a*c", true],
    ["abc", "a?c", true],
    ["abc", "*b", false],
    ["aXbXc", "*X*X*", true],
    ["a.c", "a.c", true],
    ["abc", "a.c", false],
  ])("%j %j: %s", (text, pattern, fits) => {
    expect(fitsPattern(text, pattern)).toBe(fits);
  });

  it("take no time without end", () => {
    expect(fitsPattern("a".repeat(5000), `${"*a".repeat(1000)}*b`)).toBe(false);
    expect(fitsPatterns("web1", ["web*", "!web1"])).toBe(false);
  });
});
