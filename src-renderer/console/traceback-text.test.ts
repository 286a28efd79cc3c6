import { expect, it } from "vitest";
import type { RemoteException } from "../../src-shared/failure";
import { exceptionChain } from "./exception-chain";
import { tracebackText } from "./traceback-text";

function exception(type: string, more: Partial<RemoteException> = {}): RemoteException {
  return {
    type,
    message: "",
    args: [],
    notes: [],
    frames: [],
    cause: null,
    context: null,
    ...more,
  };
}

const frame = {
  file: "disk.py",
  line: 7,
  function: "usage",
  source: "  os.statvfs(path)",
  module: "disk",
};

it("follows the cause before the context", () => {
  const root = exception("KeyError");
  const middle = exception("OSError", { context: root });
  const last = exception("ValueError", { cause: middle, context: exception("Other") });
  expect(exceptionChain(last).map(({ exception: each, link }) => [each.type, link])).toEqual([
    ["ValueError", null],
    ["OSError", "It was raised because of:"],
    ["KeyError", "It was raised while this was being handled:"],
  ]);
});

it("writes a traceback as Python does", () => {
  const cause = exception("OSError", { message: "no", frames: [frame] });
  const text = tracebackText(
    exception("ValueError", { message: "bad path", notes: ["a note"], cause }),
  );
  expect(text).toBe(
    [
      "Traceback (most recent call last):",
      '  File "disk.py", line 7, in usage',
      "    os.statvfs(path)",
      "OSError: no",
      "",
      "The above exception was the direct cause of the following exception:",
      "",
      "ValueError: bad path",
      "a note",
      "",
    ].join("\n"),
  );
});
