import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSavedCall, withCalled } from "../../src-shared/saved-call";
import type { Library } from "../library/library";
import { LibraryService } from "../library/library-service";
import { failureOf } from "../testing/failure-of";
import { ToolMoves } from "./tool-moves";

let home: string;
let libraries: LibraryService;
let library: Library;
let tools: ToolMoves;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "rmote-moves-"));
  libraries = new LibraryService({ data: home, state: join(home, ".state") }, () => {});
  library = libraries.of("tools");
  tools = new ToolMoves(library);
});
afterEach(async () => {
  await libraries.close();
  rmSync(home, { recursive: true });
});

const place = (path: string) => join(home, "tools", path);

function write(path: string, text: string): void {
  mkdirSync(dirname(place(path)), { recursive: true });
  writeFileSync(place(path), text);
}

const read = (path: string) => readFileSync(place(path), "utf8");
const all = () => library.list().then(({ files }) => files.map(({ path }) => path));

/** As a person writes one: with comments, quotes, blanks and line ends of their own. */
const call = (file: string) =>
  `# of the web team\r\nversion:   1\r\ntool: Nginx\r\nfile: "${file}"   # beside it\r\nmethod: reload\r\n\r\nkwargs: {a: [1,2],   key: {$secret: k}}\r\nhosts:\r\n- local\r\n`;

describe("a tool that gets another path", () => {
  it("has its calls name its new file, touches nothing else of them, and undo takes both back", async () => {
    write("web/nginx.py", "");
    write("web/calls/reload.yaml", call("nginx.py"));
    write("web/calls/other.yaml", call("apache.py"));
    write("web/calls/broken.yaml", "version: [\n");
    const { undoId } = await tools.move([{ from: "web/nginx.py", to: "web/proxy.py" }]);
    expect(read("web/calls/reload.yaml")).toBe(call("nginx.py").replace('"nginx.py"', "proxy.py"));
    expect(read("web/calls/other.yaml")).toBe(call("apache.py"));
    expect(read("web/calls/broken.yaml")).toBe("version: [\n");
    await libraries.undo(undoId);
    expect(read("web/calls/reload.yaml")).toBe(call("nginx.py"));
    expect(await all()).toContain("web/nginx.py");
  });

  it("takes its calls to its folder, under a free name where one is taken there", async () => {
    write("nginx.py", "");
    write("calls/reload.yaml", call("nginx.py"));
    write("calls/test.yaml", call("nginx.py"));
    write("calls/built-in.yaml", "version: 1\ntool: Exec\nmethod: shell\nhosts: [local]\n");
    write("web/calls/reload.yaml", call("apache.py"));
    const { moves, undoId } = await tools.move([{ from: "nginx.py", to: "web/nginx.py" }]);
    expect(moves).toEqual([
      { from: "nginx.py", to: "web/nginx.py" },
      { from: "calls/reload.yaml", to: "web/calls/reload-2.yaml" },
      { from: "calls/test.yaml", to: "web/calls/test.yaml" },
    ]);
    expect(await all()).toEqual([
      "calls/built-in.yaml",
      "web/calls/reload-2.yaml",
      "web/calls/reload.yaml",
      "web/calls/test.yaml",
      "web/nginx.py",
    ]);
    expect(read("web/calls/reload-2.yaml")).toBe(call("nginx.py"));
    await libraries.undo(undoId);
    expect(read("calls/reload.yaml")).toBe(call("nginx.py"));
    expect(read("web/calls/reload.yaml")).toBe(call("apache.py"));
  });

  it("goes with its folder without a change of its calls", async () => {
    write("web/nginx.py", "");
    write("web/calls/reload.yaml", call("nginx.py"));
    await tools.move([{ from: "web", to: "site" }]);
    expect(read("site/calls/reload.yaml")).toBe(call("nginx.py"));
  });

  it("moves with all of its calls or with none", async () => {
    write("nginx.py", "");
    write("calls/a.yaml", call("nginx.py"));
    write("calls/b.yaml", call("nginx.py"));
    // Another program changes a file between the look at it and the move.
    const late = new ToolMoves({
      list: () => library.list(),
      read: (path) => library.read(path),
      move: (moves, edits) => {
        write("calls/b.yaml", `${call("nginx.py")}# more\n`);
        return library.move(moves, edits);
      },
    });
    const failed = await failureOf(late.move([{ from: "nginx.py", to: "proxy.py" }]));
    expect(failed).toMatchObject({ code: "file_changed" });
    expect(read("calls/a.yaml")).toBe(call("nginx.py"));
    expect(await all()).toContain("nginx.py");
    expect(readdirSync(place("calls"))).toEqual(["a.yaml", "b.yaml"]);
  });

  it("is not undone over a call that has changed since", async () => {
    write("nginx.py", "");
    write("calls/a.yaml", call("nginx.py"));
    const { undoId } = await tools.move([{ from: "nginx.py", to: "proxy.py" }]);
    write("calls/a.yaml", call("other.py"));
    expect(await failureOf(libraries.undo(undoId))).toMatchObject({ code: "file_changed" });
    expect(read("calls/a.yaml")).toBe(call("other.py"));
    expect(await all()).toContain("proxy.py");
  });
});

describe("a call whose tool is chosen", () => {
  it("names the file and lies beside it, and undo takes it back", async () => {
    write("calls/reload.yaml", call("lost.py"));
    write("web/nginx.py", "");
    const { moves, undoId } = await tools.chooseTool(
      "calls/reload.yaml",
      "web/nginx.py",
      "Web",
      "again",
    );
    expect(moves).toEqual([{ from: "calls/reload.yaml", to: "web/calls/reload.yaml" }]);
    expect(read("web/calls/reload.yaml")).toBe(
      call("lost.py")
        .replace('"lost.py"', "nginx.py")
        .replace("tool: Nginx", "tool: Web")
        .replace("method: reload", "method: again"),
    );
    await libraries.undo(undoId);
    expect(read("calls/reload.yaml")).toBe(call("lost.py"));
  });

  it("is left as it is where the file is none", async () => {
    write("calls/a.yaml", "version: 1\n");
    const failed = await failureOf(tools.chooseTool("calls/a.yaml", "nginx.py", "Nginx", "reload"));
    expect(failed).toMatchObject({
      code: "bad_request",
      message: "calls/a.yaml is no saved call.",
    });
  });
});

it.each([
  ["version: 1\ntool: Exec # built in\nmethod: a\nhosts: [b]\n", "in a line of its own"],
  ["{version: 1, tool: Exec, method: a, hosts: [b]}\n", "in braces"],
  ["  version: 1\n  tool: Exec\n  method: a\n  hosts: [b]\n", "indented"],
  ["version: 1\nmethod: a\nhosts: [b]\ntool: Exec", "without an end"],
])("a file is named where none was: %j, %s", (text) => {
  const read = readSavedCall(withCalled(text, { file: "Null é, [1].py", tool: "Null" }));
  expect(read.ok && read.call).toMatchObject({ file: "Null é, [1].py", tool: "Null", method: "a" });
});
