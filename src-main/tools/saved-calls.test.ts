import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LibraryService } from "../library/library-service";
import { failureOf } from "../testing/failure-of";
import { OwnTools } from "./own-tools";
import { SavedCalls } from "./saved-calls";
import { ToolLibrary } from "./tool-library";

let home: string;
let libraries: LibraryService;
let calls: SavedCalls;
const tools = new ToolLibrary(resolve(import.meta.dirname, "../../out/agent"));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "rmote-saved-"));
  libraries = new LibraryService({ data: home, state: join(home, ".state") }, () => {});
  const library = libraries.of("tools");
  calls = new SavedCalls(library, tools, new OwnTools(library));
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

const shell = "version: 1\ntool: Exec\nmethod: shell\nargs: [id]\nhosts: [local]\n";
const own =
  "version: 1\ntool: Greeter\nfile: greeter.py\nmethod: greet\nargs: [you]\nhosts: [local]\n";
const greeter =
  "from rmote.protocol import Tool\n\nclass Greeter(Tool):\n    @staticmethod\n    def greet(who):\n        return who\n";

it("finds a call of a built-in tool, and one of the user's own tool beside it", async () => {
  write("calls/who.yaml", shell);
  write("web/greeter.py", greeter);
  write("web/calls/greet.yaml", own);
  expect(await calls.find("who")).toMatchObject({ path: "calls/who.yaml", tool: { name: "Exec" } });
  for (const name of ["greet", "web/greet", "web/calls/greet.yaml"]) {
    const { tool, call } = await calls.find(name);
    expect(tool).toMatchObject({ name: "Greeter", module: "tools.greeter" });
    expect(call.args).toEqual(["you"]);
  }
});

it("says what there is, and which one is meant", async () => {
  expect((await failureOf(calls.find("who"))).advice).toContain("There are none yet");
  write("calls/who.yaml", shell);
  write("web/calls/who.yaml", shell);
  expect(await failureOf(calls.find("nobody"))).toMatchObject({
    code: "not_found",
    advice: "There are who, web/who.",
  });
  expect((await calls.find("who")).path).toBe("calls/who.yaml");
  expect((await calls.find("web/who")).path).toBe("web/calls/who.yaml");
  rmSync(join(home, "tools", "calls"), { recursive: true });
  write("db/calls/who.yaml", shell);
  expect((await failureOf(calls.find("who"))).advice).toBe("Say one of db/who, web/who.");
});

it("names a wrong file with its line, and leaves it", async () => {
  write("calls/who.yaml", "version: 1\ntool: Exec\nmethod: shell\nhosts: []\n");
  expect(await failureOf(calls.find("who"))).toMatchObject({
    code: "bad_request",
    message: "calls/who.yaml, line 4: hosts is empty: name at least one host, such as local.",
  });
  write("calls/who.yaml", own);
  expect(await failureOf(calls.find("who"))).toMatchObject({
    code: "not_found",
    message: "greeter.py has no tool Greeter.",
  });
});
