import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress } from "./address";

describe("parseAddress", () => {
  it.each([
    ["web1", { user: null, host: "web1", port: null }],
    [" deploy@web1:22 ", { user: "deploy", host: "web1", port: 22 }],
    ["me@corp@jump", { user: "me@corp", host: "jump", port: null }],
    ["::1", { user: null, host: "::1", port: null }],
    ["root@[fe80::1]:2222", { user: "root", host: "fe80::1", port: 2222 }],
  ])("%j", (text, parts) => {
    expect(parseAddress(text)).toEqual(parts);
  });

  it.each([
    "",
    "@web1",
    "a b",
    "web1:",
    "web1:0",
    "web1:65536",
    "web1:x",
    ":22",
    "-oX=1",
    "-x@web1",
    "web1;id",
    "$(id)@web1",
    "`id`",
  ])("says what is wrong with %j", (text) => {
    expect(parseAddress(text)).toMatch(/\.$/);
  });

  it("reads back what formatAddress writes", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/);
    const host = fc.oneof(name, fc.ipV6());
    fc.assert(
      fc.property(
        fc.option(name),
        host,
        fc.option(fc.integer({ min: 1, max: 65_535 })),
        (user, host, port) => {
          expect(parseAddress(formatAddress({ user, host, port }))).toEqual({ user, host, port });
        },
      ),
    );
  });
});
