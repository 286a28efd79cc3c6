import { describe, expect, it } from "vitest";
import { libraryPathSchema, samePathKey } from "./library";

const isPath = (path: string) => libraryPathSchema.safeParse(path).success;

describe("a path of a library", () => {
  it.each(["a", "web/nginx.conf.mako", "web site/ä.yaml", "a/b/c/d", "x-1_2 (copy).mako"])(
    "is %s",
    (path) => expect(isPath(path)).toBe(true),
  );

  it.each([
    "",
    "/",
    "/etc/passwd",
    "a//b",
    "a/",
    "..",
    "../a",
    "a/../b",
    ".git/config",
    "a/.hidden",
    "a.",
    "a ",
    " a",
    "a\\b",
    "C:a",
    "a\nb",
    "a\u0000",
    "a\u009bb",
    "a\u202egpj.mako",
    "a\ud800",
    "con",
    "web/AUX.mako",
    "lpt1.yaml",
    "x".repeat(513),
  ])("is not %j", (path) => expect(isPath(path)).toBe(false));
});

it("tells paths that not every system keeps apart", () => {
  expect(samePathKey("Web/\u00c4.mako")).toBe(samePathKey("web/a\u0308.mako"));
  expect(samePathKey("web/a.mako")).not.toBe(samePathKey("web/b.mako"));
});
