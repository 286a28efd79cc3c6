import { expect, test } from "vitest";
import type { Value } from "../../src-shared/value";
import { asChange } from "./change-value";

const change = (fields: Record<string, Value>): Value => ({
  $: "namedtuple",
  type: "rmote.files.Change",
  fields: new Map(Object.entries(fields)),
});

test("a result with `changed` is a change, with its lines and its diff", () => {
  const value = change({ changed: true, path: "/etc/motd", diff: "+x\n", changes: ["created"] });
  expect(asChange(value)).toEqual({
    changed: true,
    changes: ["created"],
    diff: "+x\n",
    rest: change({ path: "/etc/motd" }),
  });
});

test("fields of other types than expected stay where they are", () => {
  expect(asChange(change({ changed: false, changes: [1], diff: 2 }))).toEqual({
    changed: false,
    changes: [],
    diff: "",
    rest: change({ changes: [1], diff: 2 }),
  });
  expect(asChange(change({ changed: false, diff: null }))?.rest).toBeNull();
});

test("what does not say whether it changed is no change", () => {
  expect(asChange(change({ changed: 1 }))).toBeNull();
  expect(asChange(new Map<Value, Value>([["changed", true]]))).toBeNull();
  expect(asChange([true])).toBeNull();
});
