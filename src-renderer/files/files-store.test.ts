import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CallOutcome } from "../../src-shared/call";
import { failure } from "../../src-shared/failure";
import type { RmoteApi } from "../../src-shared/ipc";
import type { Value } from "../../src-shared/value";
import { refusalWords, wrongName } from "./file-actions";
import {
  changeFolder,
  folderNow,
  goToEntry,
  goUp,
  openFolder,
  setFilesFilter,
  toggleHidden,
  useFiles,
} from "./files-store";

/** A host that answers as it is told; what real ones answer is tested in e2e/files.spec.ts. */
let answers: Map<string, { names: string[] } | CallOutcome>;
let asked: string[];
/** Calls whose answer is held back until it is released. */
let held: Map<string, () => void>;

const tuple = (fields: Record<string, Value>): Value => ({
  $: "namedtuple",
  type: "x",
  fields: new Map(Object.entries(fields)),
});
function listed(names: string[]): Value {
  const all = (value: Value) => names.map(() => value);
  return tuple({
    names,
    types: all("file"),
    sizes: all(0),
    modes: all(0o644),
    modified: all(0),
    targets: all(null),
    leads_to: all(null),
  });
}

beforeEach(() => {
  answers = new Map();
  asked = [];
  held = new Map();
  const paths = new Map<string, string>();
  const rmote = {
    call: async ({ callId, args: [path] }) => {
      asked.push(String(path));
      paths.set(callId, String(path));
      if (held.has(String(path))) {
        await new Promise<void>((resolve) => held.set(String(path), resolve));
      }
      const answer = answers.get(String(path)) ?? { names: [] };
      const value = tuple({ path: String(path) });
      const outcome: CallOutcome =
        "ok" in answer ? answer : { ok: true, value, isStream: true, elapsedMs: 1 };
      return { ok: true, value: outcome };
    },
    takeItems: async ({ callId }) => {
      const answer = answers.get(paths.get(callId) ?? "");
      const items =
        answer !== undefined && "names" in answer
          ? [{ value: listed(answer.names), bytes: 1 }]
          : [];
      return { ok: true, value: { items, isEnd: true } };
    },
    cancelCall: async () => ({ ok: true, value: null }),
  } satisfies Pick<RmoteApi, "call" | "takeItems" | "cancelCall">;
  Object.assign(globalThis, { window: { rmote } });
  useFiles.setState({ hosts: new Map() });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "window");
});

const shown = () => folderNow("h").entries.map(({ name }) => name);
const selected = () => [...folderNow("h").selected];

describe("the folder of a host", () => {
  it("stays where another one cannot be shown, and the reason is said", async () => {
    answers.set("/srv", { names: ["a", "b"] });
    expect(await openFolder("h", "/srv")).toBe(true);
    const reason = failure("tool_error", "No.");
    answers.set("/root", { ok: false, failure: reason, elapsedMs: 1 });
    expect(await openFolder("h", "/root")).toBe(false);
    expect(folderNow("h")).toMatchObject({
      path: "/srv",
      reading: null,
      refused: { path: "/root", failure: reason },
    });
    // A name with a slash would lead elsewhere: nothing of such an answer is shown.
    answers.set("/odd", { names: ["a", "../../etc"] });
    expect(await openFolder("h", "/odd")).toBe(false);
    expect(folderNow("h").refused?.failure.code).toBe("protocol_error");
    expect(shown()).toEqual(["a", "b"]);
  });

  it("is the one that was asked for last, whichever answers first", async () => {
    answers.set("/slow", { names: ["old"] });
    answers.set("/fast", { names: ["new"] });
    held.set("/slow", () => {});
    const slow = openFolder("h", "/slow");
    expect(await openFolder("h", "/fast")).toBe(true);
    held.get("/slow")?.();
    expect(await slow).toBe(false);
    expect([folderNow("h").path, shown()]).toEqual(["/fast", ["new"]]);
  });

  it("selects where one came from, and keeps what is selected when it is read again", async () => {
    answers.set("/", { names: ["srv", "etc"] });
    await openFolder("h", "/srv");
    await goUp("h");
    expect([folderNow("h").path, selected()]).toEqual(["/", ["srv"]]);
    await goUp("h");
    expect(asked).toEqual(["/srv", "/"]);
    goToEntry("h", "etc", ["etc", "srv"]);
    answers.set("/", { names: ["etc"] });
    await openFolder("h", "/");
    expect(selected()).toEqual(["etc"]);
  });

  it("has nothing selected that is not shown", () => {
    changeFolder("h", { path: "/", selected: new Set(["alpha", "beta", ".beta"]) });
    setFilesFilter("h", "ETA");
    expect(selected()).toEqual(["beta", ".beta"]);
    useFiles.setState({ showsHidden: true });
    toggleHidden();
    expect(selected()).toEqual(["beta"]);
  });
});

describe("words about files", () => {
  it("say why a folder cannot be shown", () => {
    const exception = (type: string) => ({
      type,
      message: "m",
      args: [],
      notes: [],
      frames: [],
      cause: null,
      context: null,
    });
    const words = (type: string) =>
      refusalWords(failure("tool_error", "As it is.", { exception: exception(type) }), "/a\nb");
    expect(words("PermissionError")).toBe("You may not open /a\\nb as this user.");
    expect(words("FileNotFoundError")).toBe("There is no /a\\nb.");
    expect(words("OSError")).toBe("As it is.");
  });

  it("say what is wrong with a name", () => {
    expect([wrongName(""), wrongName(".."), wrongName("a/b")].every(Boolean)).toBe(true);
    expect([wrongName("..a"), wrongName("-rf")]).toEqual([null, null]);
  });
});
