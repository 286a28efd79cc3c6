import { once } from "node:events";
import { text } from "node:stream/consumers";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { HostSettings } from "../../src-shared/host";
import { fromJson, toJson } from "../../src-shared/json-value";
import type { Value } from "../../src-shared/value";
import { gatherInto } from "../protocol/item-stream";
import type { WireLogRecord } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import type { Services } from "../services";
import { readAgent } from "../session/agent-files";
import { connectHost } from "../session/connect-host";
import type { Connection } from "../session/connection";
import type { Target } from "../session/target";
import { findTool } from "../tools/find-tool";
import { toolFromFile } from "../tools/tool-library";
import { ExitStatus, exitStatus } from "./exit-status";
import { printable, printFailure, printJson, valueObject } from "./print";

export interface ConnectFlags {
  connectTimeout?: string;
  transport?: string;
  command?: string;
  identity?: string;
  python?: string;
  sshOption: string[];
}

export interface CallFlags extends ConnectFlags {
  args?: string;
  kwargs?: string;
  toolFile?: string;
  timeout?: string;
  json?: boolean;
}

/** `call`: one call over a connection of its own. @returns the exit status */
export async function callCommand(
  services: Services,
  agentFolder: string,
  host: string,
  toolMethod: string,
  flags: CallFlags,
): Promise<number> {
  const asJson = flags.json ?? false;
  const logs: WireLogRecord[] = [];
  const items: Value[] = [];
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let begin = performance.now();
  let connection: Connection | null = null;
  try {
    const call = await readCall(services, toolMethod, flags);
    connection = await connect(services, agentFolder, host, flags, stop.signal);
    begin = performance.now();
    const { tool, method, args, kwargs, timeoutMs } = call;
    const { value, isStream } = await connection.protocol.run(tool, method, args, kwargs, {
      signal: stop.signal,
      onItem: asJson ? gatherInto(items, method) : printItem,
      onLog: (records) => {
        for (const record of records) {
          logs.push(record);
          if (!asJson) printLog(record);
        }
      },
      ...(timeoutMs !== null && { timeoutMs }),
    });
    const elapsed = performance.now() - begin;
    if (asJson) printJson(valueObject(isStream ? items : value, elapsed, logs));
    else if (!isStream || value !== null) printValue(value);
    return ExitStatus.OK;
  } catch (error) {
    const reason = toFailure(error);
    printFailure(reason, asJson, performance.now() - begin, logs, items);
    return exitStatus(reason);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await connection?.close();
  }
}

export function printLog({ level, logger, message }: WireLogRecord): void {
  process.stderr.write(printable(`${level} ${logger}: ${message}\n`, process.stderr));
}

export function printValue(value: Value): void {
  const text = typeof value === "string" ? value : toJson(value, 2);
  process.stdout.write(`${printable(text, process.stdout)}\n`);
}

/** An item on a line of its own. Resolves when whoever reads takes more. */
async function printItem(item: Value): Promise<void> {
  const text = typeof item === "string" ? item : toJson(item);
  const hasRoom = process.stdout.write(`${printable(text, process.stdout)}\n`);
  if (!hasRoom) await once(process.stdout, "drain");
}

interface Call {
  tool: ToolSource;
  method: string;
  args: Value[];
  kwargs: Map<Value, Value>;
  timeoutMs: number | null;
}

/** @throws FailureError `bad_request`, `not_found` or `file_error`: nothing was connected yet */
async function readCall(services: Services, toolMethod: string, flags: CallFlags): Promise<Call> {
  const dot = toolMethod.lastIndexOf(".");
  if (dot <= 0 || dot === toolMethod.length - 1) {
    throw usage(`"${toolMethod}" is not TOOL.METHOD, such as Exec.shell.`);
  }
  const name = toolMethod.slice(0, dot);
  const method = toolMethod.slice(dot + 1);
  if (flags.args === "-" && flags.kwargs === "-") {
    throw usage("Only one of --args and --kwargs can be read from standard input.");
  }
  const args = await readJson("--args", flags.args ?? "[]");
  if (!Array.isArray(args)) throw usage("--args is not a JSON array.");
  const kwargs = await readJson("--kwargs", flags.kwargs ?? "{}");
  if (!(kwargs instanceof Map) || ![...kwargs.keys()].every((key) => typeof key === "string")) {
    throw usage("--kwargs is not a JSON object.");
  }
  const tool =
    flags.toolFile === undefined
      ? await findTool(services, name, method)
      : await toolFromFile(flags.toolFile, name);
  return { tool, method, args, kwargs, timeoutMs: readSeconds("--timeout", flags.timeout) };
}

/** @returns milliseconds; null for an option that is not given */
function readSeconds(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  const seconds = Number(given);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds * 1000;
  throw usage(`${option} ${given} is not a number of seconds above 0.`);
}

async function readJson(option: string, given: string): Promise<Value> {
  try {
    return fromJson(given === "-" ? await text(process.stdin) : given);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usage(`${option} is not JSON: ${reason}`);
  }
}

/** A connection of its own to a host. @throws FailureError why there is none */
export async function connect(
  services: Services,
  agentFolder: string,
  host: string,
  flags: ConnectFlags,
  signal: AbortSignal,
): Promise<Connection> {
  const timeoutMs = readSeconds("--connect-timeout", flags.connectTimeout);
  return await connectHost(readAgent(agentFolder), await readTarget(services, host, flags), {
    signal,
    ask: null,
    // ssh, or the command, itself asks on the terminal, where there is one.
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    sshArguments: flags.sshOption,
    ...(timeoutMs !== null && { timeoutMs }),
  });
}

/** What the list says of the host, with what the flags say instead. */
async function readTarget({ hosts }: Services, host: string, flags: ConnectFlags): Promise<Target> {
  const { transport, command, identity, python } = flags;
  const own: HostSettings = {
    ...(identity !== undefined && { identity }),
    ...(python !== undefined && { python }),
  };
  if (command !== undefined) {
    const settings = { command, ...own };
    return {
      hostId: "",
      name: host,
      transport: "command",
      address: host,
      settings,
      configFile: null,
    };
  }
  if (transport !== undefined && transport !== "ssh" && transport !== "local") {
    throw usage(`--transport ${transport} is neither ssh nor local.`);
  }
  const target = await hosts.target(await hosts.find(host));
  const settings = { ...target.settings, ...own };
  if (transport === "local") return { ...target, transport, settings };
  if (transport === undefined || target.transport === "ssh2") return { ...target, settings };
  // By ssh, this machine is a host that happens to have the name.
  const address = target.hostId === LOCAL_HOST_ID ? host : target.address;
  return { ...target, address, transport: "openssh", settings };
}

function usage(message: string): FailureError {
  return new FailureError(
    failure("bad_request", message, { advice: "See rmote-desktop call --help." }),
  );
}
