// biome-ignore lint/style/noRestrictedImports: a test runs in Node, and reads the style sheet as it is
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostColours } from "../../src-shared/host";
import { contrast, oklchToHex, parseOklch } from "./contrast";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokensOf(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? "", (m[2] ?? "").trim()]),
  );
}

const blocks = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map((m) => tokensOf(m[1] ?? ""));
const [light, darkBySystem, darkByChoice] = blocks;

const surfaces = ["surface-0", "surface-1", "surface-2", "hover", "selected"];
const texts = ["text-1", "text-2", "text-3", "accent", "ok", "warn", "bad"];
const pairs: [string, string][] = [
  ...surfaces.flatMap((surface) => texts.map((text): [string, string] => [text, surface])),
  ...["text-1", "text-2", "bad"].map((text): [string, string] => [text, "bad-surface"]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
];

describe("tokens", () => {
  it("has the same dark theme by system setting and by choice", () => {
    expect(blocks).toHaveLength(3);
    expect(darkByChoice).toEqual(darkBySystem);
  });

  for (const [theme, tokens] of [
    ["light", light],
    ["dark", darkBySystem],
  ] as const) {
    const color = (name: string) => {
      const parsed = parseOklch(tokens?.get(name) ?? "");
      if (parsed === null) throw new Error(`--${name} is no OKLCH colour in ${theme}`);
      return parsed;
    };
    it.each(pairs)(`${theme}: %s on %s reads (4.5:1)`, (text, surface) => {
      expect(contrast(color(text), color(surface))).toBeGreaterThanOrEqual(4.5);
    });
    it.each(hostColours)(`${theme}: the %s mark of a host shows in the list (3:1)`, (name) => {
      for (const surface of ["surface-0", "surface-1", "surface-2", "hover", "selected"]) {
        expect(contrast(color(`mark-${name}`), color(surface))).toBeGreaterThanOrEqual(3);
      }
    });
    it.each(surfaces.slice(0, 3))(
      `${theme}: the edge of a control shows on %s (3:1)`,
      (surface) => {
        expect(contrast(color("line-strong"), color(surface))).toBeGreaterThanOrEqual(3);
      },
    );
  }
});

describe("contrast", () => {
  it("agrees with known values", () => {
    expect(contrast([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 1);
    expect(oklchToHex([1, 0, 0])).toBe("#ffffff");
    expect(oklchToHex([0.627955, 0.257683, 29.2339])).toBe("#ff0000");
  });
});
