import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { answer } from "./answer";
import type { Handlers } from "./handlers";

/** Handlers that say which of them was asked: what is tested is what reaches them. */
const handlers = new Proxy({} as Handlers, {
  get: (_target, channel) => (input: unknown) => ({ channel, input }),
});

async function codeOf(promise: Promise<unknown>) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
  return "no failure";
}

const call = {
  callId: "c1",
  hostId: "local",
  tool: "rmote.tools.exec.Exec",
  method: "shell",
  args: ["uname", 1n, new Map([["k", { $: "tuple", items: [] }]])],
  kwargs: {},
  timeoutSeconds: null,
};

describe("a request", () => {
  it("of the right shape reaches its handler", async () => {
    expect(await answer(handlers, "call", call)).toEqual({ channel: "call", input: call });
    expect(await answer(handlers, "takeItems", { callId: "c1" })).toEqual({
      channel: "takeItems",
      input: { callId: "c1" },
    });
    expect(await answer(handlers, "listHosts", undefined)).toMatchObject({ channel: "listHosts" });
  });

  it.each([
    ["nothing where something is needed", "connect", undefined],
    ["another type", "connect", { hostId: 5 }],
    ["something where nothing is expected", "listHosts", { all: true }],
    ["an id without end", "connect", { hostId: "x".repeat(2000) }],
    ["a function as a value", "call", { ...call, args: [() => 1] }],
    ["an object that is no value", "call", { ...call, args: [{ a: 1 }] }],
    ["a typed value without its parts", "call", { ...call, args: [{ $: "path" }] }],
    ["a timeout that is no time", "call", { ...call, timeoutSeconds: Number.NaN }],
    ["an own tool out of the library", "call", { ...call, own: { path: "../a.py", text: null } }],
    ["an own tool without end", "call", { ...call, own: { path: "a.py", text: "#".repeat(5e6) } }],
    ["a secret without a name", "call", { ...call, args: [{ $: "secret", name: "", as: "text" }] }],
    [
      "a secret with its value",
      "call",
      { ...call, args: [{ $: "secret", name: "a", as: "text", value: "b" }] },
    ],
    ["a secret read in no way", "call", { ...call, args: [{ $: "secret", name: "a", as: "b" }] }],
    ["items of no call", "takeItems", {}],
    ["items of a call with another id", "takeItems", { callId: 1 }],
    ["a path out of the library", "libraryRead", { library: "templates", path: "../a" }],
    ["a library that there is not", "libraryList", { library: "secrets" }],
    ["a text without a mark", "librarySave", { library: "tools", path: "a", text: "" }],
    ["a hidden file to remove", "libraryRemove", { library: "tools", paths: [".git/config"] }],
    [
      "a move out of the library",
      "libraryMove",
      { library: "tools", moves: [{ from: "a", to: "/etc/a" }] },
    ],
    ["kwargs that are no object", "call", { ...call, kwargs: [1] }],
  ] as const)("with %s is refused", async (_name, channel, input) => {
    expect(await codeOf(answer(handlers, channel, input))).toBe("bad_request");
  });
});
