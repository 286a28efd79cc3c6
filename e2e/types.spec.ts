import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type TypescriptUser, typescriptUser } from "../src-main/testing/typescript-user";
import { cli } from "./cli";

const disk = `
import enum
from dataclasses import dataclass
from typing import Iterator

from rmote.protocol import Tool


class Unit(enum.Enum):
    KIB = "kib"


@dataclass
class Usage:
    path: str
    free: float
    unit: Unit


class Disk(Tool):
    """Disk space."""

    @staticmethod
    def usage(path: str = "/", *, unit: Unit = Unit.KIB) -> Usage:
        return Usage(path, 1.5, unit)

    @staticmethod
    def count(to: int) -> Iterator[int]:
        yield from range(to)
`;

const program = `
import { connect } from "rmote-desktop";
import { Disk } from "./disk.ts";

const { protocol, close } = await connect("local");
const usage = await protocol.call(Disk.usage, "/tmp", { unit: "KIB" });
const path: string = usage.fields.get("path");
console.log(path, usage.fields.get("unit").name);
for await (const at of protocol.stream(Disk.count, 2)) console.log(Number(at) + 1);
// @ts-expect-error there is no such unit
const refused = protocol.call(Disk.usage, { unit: "MIB" });
await refused.catch((error: Error) => console.log(error.message));
await close();
`;

let user: TypescriptUser;
let home: { RMOTE_DESKTOP_HOME: string };

test.beforeEach(() => {
  user = typescriptUser();
  home = { RMOTE_DESKTOP_HOME: join(user.folder, "home") };
  user.write("disk.py", disk);
});
test.afterEach(() => user.remove());

test("types of a tool file compile, and its calls give what they say", async () => {
  const file = join(user.folder, "disk.py");
  const out = join(user.folder, "disk.ts");
  expect(await cli(["types", file, "--out", out], home)).toEqual({
    status: 0,
    stdout: "",
    stderr: "",
  });
  expect(readFileSync(out, "utf8")).toContain('new URL("./disk.py", import.meta.url)');
  user.write("main.ts", program);
  expect(await user.compile()).toBe("");
  const said = (await user.run("main.js")).split("\n");
  expect(said.slice(0, 3)).toEqual(["/tmp KIB", "1", "2"]);
  expect(said[3]).toContain("unit is one of KIB");
});

test("types go to standard output", async () => {
  const { status, stdout } = await cli(["types", join(user.folder, "disk.py")], home);
  expect(status).toBe(0);
  expect(stdout).toContain('unit?: Unit | "KIB" | "kib";');
  expect(stdout).toContain("export const Disk = {");
});

test("a file without types of tools is told with its place", async () => {
  const file = join(user.folder, "disk.py");
  for (const [text, said] of [
    ["import os\nclass A(:\n", ":2:9: invalid syntax\n"],
    ["x = 1\n", ":1:1: There is no class here that derives from Tool.\n"],
    [
      "class A(Tool):\n    def __init__(self): pass\n",
      ":2:5: A defines __init__: a Tool has no state of its own.\n",
    ],
  ] as const) {
    writeFileSync(file, text);
    const result = await cli(["types", file], home);
    expect(result).toEqual({ status: 1, stdout: "", stderr: `${file}${said}` });
  }
});

test("a file that is not there, and one to write that is the tool's own", async () => {
  const file = join(user.folder, "disk.py");
  const missing = await cli(["types", join(user.folder, "none.py")], home);
  expect(missing).toMatchObject({ status: 2, stdout: "" });
  expect(missing.stderr).toContain("none.py cannot be read.");
  const own = await cli(["types", file, "--out", file], home);
  expect(own.status).toBe(2);
  expect(readFileSync(file, "utf8")).toBe(disk);
});
