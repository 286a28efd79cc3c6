import { describe, expect, it } from "vitest";
import { isWorthRetrying, pauseBefore } from "./reconnect";

describe("pauseBefore", () => {
  it("doubles from 1 s to 60 s, up to a quarter shorter by chance", () => {
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 1000];
    expect(attempts.map((attempt) => pauseBefore(attempt, 0))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(pauseBefore(7, 0.999_999)).toBe(45_000);
    expect(new Set(Array.from({ length: 20 }, () => pauseBefore(7))).size).toBeGreaterThan(1);
  });
});

describe("isWorthRetrying", () => {
  it("holds for what passes by itself, and never where a person would be asked again and again", () => {
    for (const code of ["connection_refused", "connect_timeout", "host_unreachable"] as const) {
      expect(isWorthRetrying(code)).toBe(true);
    }
    for (const code of ["auth_refused", "host_key_changed", "cancelled", "not_found"] as const) {
      expect(isWorthRetrying(code)).toBe(false);
    }
  });
});
