import { expect, test } from "vitest";
import { formatExact } from "../../src-shared/format";
import { float } from "../../src-shared/value";
import { hintOf } from "./value-hint";

const plain = (text: string | null) => text?.replaceAll("\u202f", " ") ?? null;

test("seconds since the epoch are a time of the clock", () => {
  const time = formatExact(1_772_632_931_000).slice(0, 19);
  expect(hintOf("modified", 1_772_632_931.25)).toBe(time);
  expect(hintOf("started_at", float(1_772_632_931))).toBe(time);
  expect(hintOf("'modified'", 1_772_632_931)).toBe(time);
  expect(hintOf("modified", 12)).toBeNull();
  expect(hintOf("modified", "1772632931")).toBeNull();
});

test("bytes are a size", () => {
  expect(plain(hintOf("size", 54_784))).toBe("53.5 KiB");
  expect(plain(hintOf("free_bytes", 2 ** 40))).toBe("1.0 TiB");
  expect(hintOf("size", 512)).toBeNull();
  expect(hintOf("size", 2048.5)).toBeNull();
});

test("a name that says no unit has no hint", () => {
  expect(hintOf("pid", 4096)).toBeNull();
  expect(hintOf("inodes", 1_000_000_000)).toBeNull();
  expect(hintOf(null, 4096)).toBeNull();
  expect(hintOf("modified", null)).toBeNull();
});
