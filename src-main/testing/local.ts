import { afterEach } from "vitest";
import type { Value } from "../../src-shared/value";
import type { CallOptions } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import { type Connection, fromLocal } from "../session/connection";
import { agent, toolOf } from "./agent";

/** Makes connections to this machine, which are closed after each test. */
export function localConnections(): () => Promise<Connection> {
  const open: Connection[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  return async () => {
    const connection = await fromLocal(agent);
    open.push(connection);
    return connection;
  };
}

/** Calls a method with positional arguments. */
export function call(
  { protocol }: Connection,
  tool: ToolSource,
  method: string,
  args: Value[] = [],
  options?: CallOptions,
): Promise<Value> {
  return protocol.call(tool, method, args, new Map(), options);
}

/** A tool class whose body is `lines`, after imports of its own. */
export function toolWith(name: string, lines: string[], imports: string[] = []): ToolSource {
  const body = lines.map((line) => (line === "" ? "" : `    ${line}`));
  const head = [...imports, "from rmote.protocol import Tool", `class ${name}(Tool):`];
  return toolOf(name, [...head, ...body, ""].join("\n"), `tools.${name.toLowerCase()}`);
}
