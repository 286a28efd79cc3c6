import { expect, test } from "vitest";
import { onDisplay } from "./display.mjs";
import { electronArgs } from "./electron-args.mjs";

test.each([
  ["X11", { DISPLAY: ":0" }, "linux"],
  ["Wayland", { WAYLAND_DISPLAY: "wayland-0" }, "linux"],
  ["macOS", {}, "darwin"],
])("runs the command as it is on %s", (_, env, platform) => {
  const target = onDisplay("electron", ["."], env, /** @type {NodeJS.Platform} */ (platform));
  expect(target).toEqual({ command: "electron", args: ["."], virtual: false });
});

test("runs the command under Xvfb where there is no display", () => {
  const target = onDisplay("electron", ["."], {}, "linux");
  expect(target.virtual).toBe(true);
  expect(target.command).toBe("xvfb-run");
  expect(target.args.slice(-2)).toEqual(["electron", "."]);
});

test("gives up Chromium's sandbox for root on Linux only, and says so", () => {
  expect(electronArgs({ platform: "linux", uid: 0 })).toEqual({
    args: ["--no-sandbox"],
    notes: [expect.stringContaining("--no-sandbox")],
  });
  expect(electronArgs({ platform: "linux", uid: 1000 })).toEqual({ args: [], notes: [] });
  expect(electronArgs({ platform: "darwin", uid: 0 })).toEqual({ args: [], notes: [] });
});
