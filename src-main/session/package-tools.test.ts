import { afterAll, beforeAll, expect, it } from "vitest";
import { builtIn, connectToTarget } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import type { Connection } from "./connection";

let connection: Connection;
beforeAll(async () => {
  connection = await connectToTarget();
});
afterAll(() => connection.close());

// What it takes to refuse a name is in modules that are not in the payload.
it.each([
  ["apt", "Apt"],
  ["dnf", "Dnf"],
  ["pacman", "Pacman"],
] as const)("%s.py travels with the modules that it imports", async (file, name) => {
  const call = connection.protocol.call(builtIn(file, name), "package", ["-y"], new Map());
  const { exception } = await failureOf(call);
  expect(exception?.type).toBe("ValueError");
  expect(exception?.message).toBe("'-y' cannot be the name of a package.");
});
