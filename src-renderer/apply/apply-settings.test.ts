import { describe, expect, it } from "vitest";
import { hostsProblem, modeProblem, pathProblem, validateProblem } from "./apply-settings";

describe("what is asked before a template is applied", () => {
  it.each(["/etc/nginx/nginx.conf", "~/app.ini"])("takes the path %s", (path) => {
    expect(pathProblem(path)).toBeNull();
  });
  it.each(["", "nginx.conf", "./a", "/etc/", "~/"])("does not take the path %j", (path) => {
    expect(pathProblem(path)).toMatch(/\w/);
  });
  it.each(["", "644", "0644", "4755", "04755"])("takes the mode %j", (mode) => {
    expect(modeProblem(mode)).toBeNull();
  });
  it.each(["8", "99", "0o644", "rw-r--r--", "64400"])("does not take the mode %s", (mode) => {
    expect(modeProblem(mode)).toContain("0644");
  });
  it("takes some hosts, and no more than can be compared at once", () => {
    expect(hostsProblem(0)).toContain("at least one");
    expect(hostsProblem(1000)).toBeNull();
    expect(hostsProblem(1001)).toContain("1000");
  });
  it("wants to know where in a check command the file's name goes", () => {
    expect(validateProblem("")).toBeNull();
    expect(validateProblem("nginx -t -c {}")).toBeNull();
    expect(validateProblem("nginx -t")).toContain("{}");
  });
});
