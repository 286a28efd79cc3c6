import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { LogRecord } from "../../src-shared/call";
import { FailureError } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { LibraryService } from "../library/library-service";
import { CallService } from "../runs/call-service";
import { LogBatcher } from "../runs/log-batcher";
import { fromLocal } from "../session/connection";
import { Session } from "../session/session";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { findTool } from "./find-tool";
import { OwnTools } from "./own-tools";
import { ToolLibrary } from "./tool-library";

let home: string;
let libraries: LibraryService;
let ownTools: OwnTools;
const tools = new ToolLibrary(resolve(import.meta.dirname, "../../out/agent"));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "rmote-own-"));
  libraries = new LibraryService({ data: home, state: join(home, ".state") }, () => {});
  ownTools = new OwnTools(libraries.of("tools"));
});
afterEach(async () => {
  await libraries.close();
  rmSync(home, { recursive: true });
});

function write(path: string, text: string): void {
  const file = join(home, "tools", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const greeter = (word: string, name = "Greeter") =>
  `from rmote.protocol import Tool\n\nclass ${name}(Tool):\n    @staticmethod\n    def greet(who):\n        return "${word} " + who\n`;

/** Calls on this machine, with a session of their own. */
async function localCalls(onLog: (records: LogRecord[]) => void) {
  const session = new Session(LOCAL_HOST_ID, (options) => fromLocal(agent, options), {
    onChange: () => {},
    onLog: () => {},
  });
  await session.open();
  const calls = new CallService(
    { get: () => session },
    tools,
    ownTools,
    { fill: async ({ args }) => ({ args, kwargs: new Map(), secrets: [] }) },
    new LogBatcher(onLog),
  );
  return { calls, close: () => session.close() };
}

describe("a call's source", () => {
  it("is the text of the page, else the file's, without a byte order mark", async () => {
    write("web/greeter.py", `\ufeff${greeter("hello")}`);
    const key = "tools.greeter.Greeter";
    expect(await ownTools.source({ path: "web/greeter.py", text: null }, key)).toEqual({
      name: "Greeter",
      module: "tools.greeter",
      source: greeter("hello"),
      filename: "tools/web/greeter.py",
    });
    const edited = { path: "web/greeter.py", text: greeter("edited") };
    expect((await ownTools.source(edited, key)).source).toBe(greeter("edited"));
  });

  it("believes no key that is none of the file's, and no name that is no module's", async () => {
    write("greeter.py", greeter("hello"));
    write("my-tool.py", greeter("hello"));
    const codeOf = async (path: string, key: string) =>
      (await failureOf(ownTools.source({ path, text: null }, key))).code;
    expect(await codeOf("greeter.py", "rmote.tools.fs.FileSystem")).toBe("bad_request");
    expect(await codeOf("greeter.py", "tools.greeter.a.b")).toBe("bad_request");
    expect(await codeOf("greeter.py", "tools.greeter.")).toBe("bad_request");
    expect(await codeOf("my-tool.py", "tools.my-tool.Greeter")).toBe("bad_request");
    expect(await codeOf("gone.py", "tools.gone.Gone")).toBe("not_found");
  });
});

describe("a name", () => {
  it("finds a tool of the user's by its class and by its key", async () => {
    write("web/greeter.py", greeter("hello"));
    write("calls/greet.yaml", "class: Greeter(\n");
    for (const name of ["Greeter", "tools.greeter.Greeter"]) {
      const source = await findTool({ tools, ownTools }, name, "greet");
      expect(source.filename).toBe("tools/web/greeter.py");
    }
    expect((await findTool({ tools, ownTools }, "Exec", "shell")).module).toBe("rmote.tools.exec");
  });

  it("that several have is refused, with the way out", async () => {
    write("a/greeter.py", greeter("one"));
    write("b/greeter.py", greeter("two"));
    const failure = await failureOf(findTool({ tools, ownTools }, "Greeter", "greet"));
    expect(failure.message).toBe(
      "There are several tools Greeter: tools/a/greeter.py, tools/b/greeter.py.",
    );
    expect(failure.advice).toContain("--tool-file");
    write("exec.py", greeter("own", "Exec"));
    const clash = await failureOf(findTool({ tools, ownTools }, "Exec", "shell"));
    expect(clash.message).toContain("the built-in rmote.tools.exec.Exec, tools/exec.py");
    expect(clash.advice).toContain("--tool-file");
    const byKey = await findTool({ tools, ownTools }, "rmote.tools.exec.Exec", "shell");
    expect(byKey.module).toBe("rmote.tools.exec");
  });

  it("that nobody has is told with what there is", async () => {
    write("greeter.py", greeter("hello"));
    const failure = await failureOf(findTool({ tools, ownTools }, "Nobody", "greet"));
    expect(failure.code).toBe("not_found");
    expect(failure.advice).toMatch(/Built in are .*Exec.* Yours are Greeter\./);
  });
});

it("the example of docs/tools-writing.md works as it stands", async () => {
  const page = readFileSync(resolve(import.meta.dirname, "../../docs/tools-writing.md"), "utf8");
  const text = /```python\n(.*?)```/s.exec(page)?.[1] ?? "";
  const records: LogRecord[] = [];
  const { calls, close } = await localCalls((more) => records.push(...more));
  const call = (method: string, args: Value[]) =>
    calls.run({
      callId: method,
      hostId: LOCAL_HOST_ID,
      tool: "tools.disk.Disk",
      own: { path: "disk.py", text },
      method,
      args,
      kwargs: {},
      timeoutSeconds: null,
    });
  try {
    const free = await call("free", ["/", 101n]);
    expect(free).toMatchObject({ ok: true, value: expect.any(Number) });
    expect(records).toMatchObject([{ level: "WARNING", logger: "Disk" }]);
    expect(await call("mounts", [])).toMatchObject({ ok: true, value: expect.any(String) });
  } finally {
    await close();
  }
});

it("files of one module name do not get in each other's way on a target", async () => {
  write("a/greeter.py", greeter("one"));
  write("b/greeter.py", greeter("two"));
  const { calls, close } = await localCalls(() => {});
  const greet = async (path: string, text: string | null = null) => {
    const outcome = await calls.run({
      callId: path,
      hostId: LOCAL_HOST_ID,
      tool: "tools.greeter.Greeter",
      own: { path, text },
      method: "greet",
      args: ["you"],
      kwargs: {},
      timeoutSeconds: null,
    });
    if (!outcome.ok) throw new FailureError(outcome.failure);
    return outcome.value;
  };
  try {
    expect(await greet("a/greeter.py")).toBe("one you");
    expect(await greet("b/greeter.py")).toBe("two you");
    expect(await greet("a/greeter.py")).toBe("one you");
    expect(await greet("a/greeter.py", greeter("edited"))).toBe("edited you");
    const failure = await failureOf(greet("a/greeter.py", "class Greeter(:\n"));
    const frame = failure.exception?.frames.at(-1);
    expect(frame).toMatchObject({ file: "tools/a/greeter.py", line: 1, module: "tools.greeter" });
    expect(await greet("a/greeter.py")).toBe("one you");
  } finally {
    await close();
  }
});
