import { expect, it } from "vitest";
import { freePath } from "./library-actions";
import { putList } from "./library-store";

it("finds a path that is free together with what goes with it", () => {
  const files = ["a.conf.mako", "a.conf.test.yaml", "a-2.conf.test.yaml", "disk.py"];
  putList({
    library: "templates",
    folder: "/templates",
    files: files.map((path) => ({ path, size: 1, mark: "m" })),
    folders: [],
    problems: [],
  });
  expect(freePath("templates", "b.conf.mako")).toBe("b.conf.mako");
  expect(freePath("templates", "a.conf.mako")).toBe("a-2.conf.mako");
  const withIt = (free: string) => [free, free.replace(".mako", ".test.yaml")];
  expect(freePath("templates", "a.conf.mako", withIt)).toBe("a-3.conf.mako");
  expect(freePath("templates", "disk.py")).toBe("disk_2.py");
});
