import { join } from "node:path";
import { type Failure, toFailure } from "../../src-shared/failure";
import { hostContext, mayRead } from "../../src-shared/host-context";
import { plain } from "../../src-shared/json-value";
import { templateError } from "../../src-shared/template-error";
import type { Value } from "../../src-shared/value";
import type { Services } from "../services";
import { readAgent } from "../session/agent-files";
import type { Connection } from "../session/connection";
import { LocalEngine, SessionEngine } from "../templates/template-engine";
import { connect } from "./call-command";
import { ExitStatus, exitStatus } from "./exit-status";
import { checkFile, readLocal, readRemote } from "./file-check";
import { failureObject, printable, printFailure, printJson } from "./print";
import { bytesOf, readDataFile, readTemplate } from "./render-input";

export interface RenderFlags {
  data?: string;
  host?: string;
  check?: string;
  json?: boolean;
}

/**
 * `render`: a template of a file, rendered here or on a host. Standard output is the rendered bytes and
 * nothing else. @returns the exit status: 1 where the template fails, or differs from the file of `--check`
 */
export async function renderCommand(
  services: Services,
  agentFolder: string,
  file: string,
  flags: RenderFlags,
): Promise<number> {
  const begin = performance.now();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let end = async () => {};
  let connection: Connection | null = null;
  try {
    const source = await readTemplate(file);
    const context = flags.data === undefined ? new Map() : await readDataFile(flags.data);
    if (flags.host !== undefined) {
      connection = await connect(services, agentFolder, flags.host, { sshOption: [] }, stop.signal);
      await addHost(services, connection, flags.host, source, context);
    }
    const engine = makeEngine(services, agentFolder, connection);
    end = () => engine.close();
    const text = await engine.render(source, context, { signal: stop.signal });
    return await print(text, services, connection, flags);
  } catch (error) {
    return fail(toFailure(error), file, flags, connection, performance.now() - begin);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await end();
    await connection?.close();
  }
}

function makeEngine({ tools }: Services, agentFolder: string, connection: Connection | null) {
  const tool = tools.find("Template", "render");
  if (connection !== null) return new SessionEngine(connection, tool);
  const built = join(agentFolder, "..");
  return new LocalEngine({
    agent: readAgent(agentFolder),
    tool,
    python: join(built, "renderer", "python"),
    script: join(built, "main", "python-worker.js"),
  });
}

/** Adds the names that a host has of itself, where the template may read them. They win over a sample of the same name in the data, as in the window. */
async function addHost(
  { hosts, tools }: Services,
  { protocol }: Connection,
  name: string,
  source: string,
  context: Map<string, Value>,
): Promise<void> {
  if (mayRead(source, "host")) {
    context.set("host", hostContext(await hosts.findResolved(name)));
  }
  if (mayRead(source, "facts")) {
    const facts = await protocol.call(tools.find("Facts", "gather"), "gather", [], new Map());
    context.set("facts", facts);
  }
}

async function print(
  text: string,
  { tools }: Services,
  connection: Connection | null,
  { check: path, json }: RenderFlags,
): Promise<number> {
  const bytes = bytesOf(text);
  const read = () =>
    connection === null ? readLocal(path ?? "") : readRemote(connection, tools, path ?? "");
  const check = path === undefined ? null : checkFile(path, bytes, await read());
  if (json) printJson({ ok: true, value: plain(text), ...(check !== null && { check }) });
  else process.stdout.write(bytes);
  if (check === null || check.equal) return ExitStatus.OK;
  if (!json) process.stderr.write(printable(check.diff, process.stderr));
  return ExitStatus.DIFFERENT;
}

function fail(
  reason: Failure,
  file: string,
  { json, host }: RenderFlags,
  connection: Connection | null,
  elapsedMs: number,
): number {
  const error = templateError(reason);
  if (error === null) {
    printFailure(reason, json ?? false, elapsedMs);
    return exitStatus(reason);
  }
  const { line, column, expression, message } = error;
  const python = connection?.hello.pythonVersion ?? null;
  if (json) {
    const object = failureObject({ ...reason, message }, elapsedMs, [], []);
    printJson({ ...object, error: { ...object.error, line, column, expression, python } });
  } else {
    const rendered = python === null ? "" : `Rendered by Python ${python} of ${host}.\n`;
    const whole = `${file}:${line}:${column}: ${message}\n${rendered}`;
    process.stderr.write(printable(whole, process.stderr));
  }
  return ExitStatus.TEMPLATE_FAILED;
}
