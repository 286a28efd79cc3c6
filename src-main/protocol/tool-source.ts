import type { Value } from "../../src-shared/value";

/** A tool as it travels: its class is made of the source on the target. */
export interface ToolSource {
  /** Name of the class. */
  name: string;
  /** Module that the source is executed as; null for an inline tool. */
  module: string | null;
  source: string;
  /** What tracebacks on the target name as the file. */
  filename: string;
  /** Modules of the agent's that are no part of its payload, by name: what a built-in tool imports of them. */
  modules?: Readonly<Record<string, string>> | undefined;
}

/** The key of a tool on a connection: qualified by its module, an inline tool's bare. */
export function toolKey(tool: ToolSource): string {
  return tool.module === null ? tool.name : `${tool.module}.${tool.name}`;
}

/** What `tool_from_dict` on the target makes the class of. */
export function toolToDict(tool: ToolSource): Value {
  const dict = new Map<Value, Value>([
    ["name", tool.name],
    ["source", tool.source],
    ["filename", tool.filename],
  ]);
  if (tool.module !== null) dict.set("module", tool.module);
  const modules = Object.entries(tool.modules ?? {});
  if (modules.length > 0) dict.set("modules", new Map<Value, Value>(modules));
  return dict;
}
