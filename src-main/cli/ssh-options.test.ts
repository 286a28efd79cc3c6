import { describe, expect, it } from "vitest";
import { collectSshOption } from "./ssh-options";

const collect = (...values: string[]) =>
  values.reduce<string[]>((before, value) => collectSshOption(value, before), []);

describe("collectSshOption", () => {
  it.each([
    [["Port=22"], ["-o", "Port=22"]],
    [["-C"], ["-C"]],
    [
      ["-o", "Port=22"],
      ["-o", "Port=22"],
    ],
    [["-o Port=22"], ["-o", "Port=22"]],
    [["-oPort=22"], ["-oPort=22"]],
    [
      ["-J", "jump", "Port=22"],
      ["-J", "jump", "-o", "Port=22"],
    ],
  ])("%j", (values, args) => {
    expect(collect(...values)).toEqual(args);
  });
});
