import { describe, expect, it } from "vitest";
import { freeName, templatePath, wrongDataName, wrongTemplateName } from "./template-name";

const nothing = () => false;

describe("the name of a template", () => {
  it("is that of the file that it makes, in its folder", () => {
    expect(templatePath("", "nginx.conf")).toBe("nginx.conf.mako");
    expect(templatePath("web", "nginx.conf.mako")).toBe("web/nginx.conf.mako");
  });

  it.each(["", ".mako", ".hidden", "a:b", "web//x"])("is not %j", (line) => {
    expect(wrongTemplateName("", line, nothing)).not.toBeNull();
  });

  it("may have folders of its own, and must be free", () => {
    expect(wrongTemplateName("", "web/nginx.conf", nothing)).toBeNull();
    expect(wrongTemplateName("web", "a", (path) => path === "web/a.mako")).toBe(
      "web/a.mako is there already.",
    );
  });
});

describe("the name of a data set", () => {
  it.each(["", "a.b", "a/b", "a:b"])("is not %j", (line) => {
    expect(wrongDataName("web/nginx.conf.mako", line, nothing)).not.toBeNull();
  });

  it("is a word that is free", () => {
    expect(wrongDataName("nginx.conf.mako", "production", nothing)).toBeNull();
    expect(wrongDataName("nginx.conf.mako", "test", (name) => name === "test")).not.toBeNull();
    const taken = ["example", "example-2"];
    expect(freeName("example", (name) => taken.includes(name))).toBe("example-3");
  });
});
