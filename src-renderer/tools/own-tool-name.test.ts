import { expect, it } from "vitest";
import { newToolText } from "./new-tool-text";
import { className, ownToolPathOf, wrongToolName } from "./own-tool-name";

const isThere = (path: string) => path === "web/nginx.py";

it("a name is that of a Python module, with or without .py, in folders or not", () => {
  expect(ownToolPathOf("web", "nginx")).toBe("web/nginx.py");
  expect(ownToolPathOf("", "web/nginx.py")).toBe("web/nginx.py");
  for (const name of ["disk", "disk_report", "_a1", "web/disk", "disk.py"]) {
    expect(wrongToolName("", name, isThere), name).toBeNull();
  }
});

it("says what is wrong with a name", () => {
  expect(wrongToolName("", "", isThere)).toContain("Type a name");
  for (const name of ["my-tool", "2nd", "my tool", "class", "a.b", "größe", ".py"]) {
    expect(wrongToolName("web", name, isThere), name).not.toBeNull();
  }
  expect(wrongToolName("", "../nginx", isThere)).toContain("A folder has none of");
  expect(wrongToolName("web", "nginx", isThere)).toBe("web/nginx.py is there already.");
});

it("a new file has a class of its own name, which is not that of its base", () => {
  expect(className("web/disk_report.py")).toBe("DiskReport");
  expect(className("nginx.py")).toBe("Nginx");
  expect(className("tool.py")).toBe("OwnTool");
  expect(className("_1.py")).toBe("Own");
  expect(newToolText("disk_report.py")).toContain("class DiskReport(Tool):");
});
