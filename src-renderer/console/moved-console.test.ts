import { expect, it } from "vitest";
import type { CallEntry, HostConsole } from "./console-store";
import { movedConsole } from "./moved-console";

const call: CallEntry = {
  id: "1",
  consoleId: "own-tool:disk.py",
  hostId: "local",
  toolKey: "tools.disk.Disk",
  method: "free",
  text: "Disk.free()",
  form: new Map(),
  timeout: "",
  startedAt: 0,
  isCancelling: false,
  isStream: false,
  isUnsaved: false,
  outcome: null,
};

it("goes on with the tools of the new module, where a file is renamed", () => {
  const before: HostConsole = {
    choice: { toolKey: "tools.disk.Disk", method: "free" },
    forms: new Map([["tools.disk.Disk.free", new Map()]]),
    errors: new Map(),
    timeout: "5",
    timeoutError: null,
    calls: [call],
    shownCallId: "1",
    savedPath: null,
  };
  const after = movedConsole(before, "own-tool:web/volume.py", "disk.py", "web/volume.py");
  expect(after.choice).toEqual({ toolKey: "tools.volume.Disk", method: "free" });
  expect([...after.forms.keys()]).toEqual(["tools.volume.Disk.free"]);
  expect(after.calls).toEqual([
    { ...call, consoleId: "own-tool:web/volume.py", toolKey: "tools.volume.Disk" },
  ]);
  expect([after.timeout, after.shownCallId]).toEqual(["5", "1"]);
});
