import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { agentPayload, modulesOf, stage0, terminalHelper } from "../../scripts/agent-payload.mjs";
import type { Agent } from "../protocol/bootstrap";
import type { ToolSource } from "../protocol/tool-source";
import {
  type Connection,
  type ConnectOptions,
  fromCommand,
  fromLocal,
} from "../session/connection";

const folder = resolve(import.meta.dirname, "../../resources/agent");

/** The agent of the working tree, not of an earlier build. */
export const agent: Agent = {
  stage0: stage0(folder),
  payload: agentPayload(folder),
  terminalHelper: terminalHelper(folder),
};

/** A connection to this machine, or to what RMOTE_TEST_COMMAND reaches: `npm run test:targets`. */
export function connectToTarget(options: ConnectOptions = {}): Promise<Connection> {
  const prefix = process.env.RMOTE_TEST_COMMAND;
  return prefix === undefined ? fromLocal(agent, options) : fromCommand(agent, { prefix }, options);
}

/** A built-in tool of the working tree: a class of `tools/FILE.py`. */
export function builtIn(file: string, name: string): ToolSource {
  const source = readFileSync(join(folder, "tools", `${file}.py`), "utf8");
  return {
    name,
    module: `rmote.tools.${file}`,
    filename: `rmote/tools/${file}.py`,
    source,
    modules: modulesOf(folder, source),
  };
}

/** A tool of a test's own. */
export function toolOf(name: string, source: string, module = "tools.testing"): ToolSource {
  return { name, module, filename: `${module}.py`, source };
}
