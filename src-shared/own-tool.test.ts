import { expect, it } from "vitest";
import { isModuleName, toolFilename, toolModule, toolPathOf } from "./own-tool";

it("a tool file is a module by its own name, whatever folder it is in", () => {
  expect(toolModule("nginx.py")).toBe("tools.nginx");
  expect(toolModule("web/eu/nginx_2.py")).toBe("tools.nginx_2");
  for (const path of ["my-tool.py", "2nd.py", "class.py", ".py", "nginx.yaml", "nginx"]) {
    expect(toolModule(path), path).toBeNull();
  }
});

it("a module has letters, digits and underscores, and is no word of Python's", () => {
  expect(["a", "_a", "A1", "match"].filter(isModuleName)).toEqual(["a", "_a", "A1", "match"]);
  expect(["", "1a", "a-b", "a.b", "import", "é"].filter(isModuleName)).toEqual([]);
});

it("a traceback names the file so that it is found again", () => {
  expect(toolPathOf(toolFilename("web/nginx.py"))).toBe("web/nginx.py");
  expect(toolPathOf("/usr/lib/python3/os.py")).toBeNull();
});
