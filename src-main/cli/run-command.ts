import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import { selectHosts } from "../../src-shared/host-selector";
import { inTurn } from "../../src-shared/in-turn";
import { secretsOf } from "../../src-shared/saved-call";
import type { Value } from "../../src-shared/value";
import { gatherInto } from "../protocol/item-stream";
import type { WireLogRecord } from "../protocol/protocol";
import { redactedFailure, redacter } from "../runs/call-secrets";
import { type FilledCall, fillSecrets } from "../runs/secret-value";
import type { Services } from "../services";
import type { FoundCall } from "../tools/saved-calls";
import { connect, printLog, printValue } from "./call-command";
import { ExitStatus, exitStatus } from "./exit-status";
import { failureObject, printable, printFailure, printJson, valueObject } from "./print";
import { hasTerminal, SecretPrompt } from "./secret-prompt";

export interface RunFlags {
  host: string[];
  secrets?: string;
  json?: boolean;
}

/** So many hosts are called at the same time. */
const AT_ONCE = 16;

interface Ended {
  host: string;
  status: number;
  object: object;
}

/** `run`: a saved call on each of its hosts, over connections of its own. @returns the exit status, of the first that failed */
export async function runCommand(
  services: Services,
  agentFolder: string,
  name: string,
  flags: RunFlags,
): Promise<number> {
  const asJson = flags.json ?? false;
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    const found = await services.savedCalls.find(name);
    const hosts = await hostsOf(services, flags.host.length > 0 ? flags.host : found.call.hosts);
    const { args, kwargs } = found.call;
    const filled = fillSecrets(args, kwargs, await readSecrets(found, flags.secrets, stop.signal));
    const ended = new Map<string, Ended>();
    await inTurn(hosts, AT_ONCE, async (host) => {
      const run = new HostRun(services, agentFolder, host, found, filled, hosts.length > 1);
      ended.set(host.id, await run.run(asJson, stop.signal));
    });
    const all = hosts.flatMap(({ id }) => ended.get(id) ?? []);
    const failed = all.find(({ status }) => status !== ExitStatus.OK);
    if (asJson) {
      const results = all.map(({ host, object }) => ({ host, ...object }));
      printJson({ ok: failed === undefined, hosts: results });
    }
    return failed?.status ?? ExitStatus.OK;
  } catch (error) {
    const reason = toFailure(error);
    printFailure(reason, asJson);
    return exitStatus(reason);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** The call on one of the hosts. */
class HostRun {
  private readonly logs: WireLogRecord[] = [];
  private readonly items: Value[] = [];

  constructor(
    private readonly services: Services,
    private readonly agentFolder: string,
    private readonly host: Host,
    private readonly found: FoundCall,
    private readonly filled: FilledCall,
    private readonly isOneOfMany: boolean,
  ) {}

  async run(asJson: boolean, signal: AbortSignal): Promise<Ended> {
    const { host, found, filled, logs, items } = this;
    const { call, tool } = found;
    const redact = redacter(filled.secrets);
    const begin = performance.now();
    const elapsed = () => performance.now() - begin;
    let connection: Awaited<ReturnType<typeof connect>> | null = null;
    try {
      connection = await connect(
        this.services,
        this.agentFolder,
        host.id,
        { sshOption: [] },
        signal,
      );
      const { value, isStream } = await connection.protocol.run(
        tool,
        call.method,
        filled.args,
        filled.kwargs,
        {
          signal,
          onItem: gatherInto(items, call.method),
          onLog: (records) => {
            for (const record of records) logs.push({ ...record, message: redact(record.message) });
          },
          ...(call.deadline !== null && { timeoutMs: call.deadline * 1000 }),
        },
      );
      const result = isStream ? items : value;
      if (!asJson) this.print(() => (result !== null ? printValue(result) : undefined));
      return {
        host: host.name,
        status: ExitStatus.OK,
        object: valueObject(result, elapsed(), logs),
      };
    } catch (error) {
      const reason = redactedFailure(toFailure(error), filled.secrets);
      if (!asJson) this.print(() => printFailure(reason, false));
      const object = failureObject(reason, elapsed(), logs, items);
      return { host: host.name, status: exitStatus(reason), object };
    } finally {
      await connection?.close();
    }
  }

  /** What one host has to say stands together, under its name where there are several. */
  private print(result: () => void): void {
    if (this.isOneOfMany) {
      process.stderr.write(printable(`${this.host.name}:\n`, process.stderr));
    }
    for (const record of this.logs) printLog(record);
    result();
  }
}

async function hostsOf({ hosts }: Services, selectors: readonly string[]): Promise<Host[]> {
  const selected = selectHosts((await hosts.list()).hosts, selectors);
  if (selected.problems.length === 0) return selected.hosts;
  throw new FailureError(
    failure("not_found", selected.problems.join(" "), {
      advice: "Nothing was run. rmote-desktop hosts lists the hosts; --host says others.",
    }),
  );
}

/**
 * The secrets of a call: those of `--secrets`, and for the others who sits at the terminal is asked. What the window
 * remembers is locked by the system's keyring for it alone.
 * @throws FailureError `bad_request` where one is not given and nobody is there, `cancelled`, `file_error`
 */
async function readSecrets(
  { call, path }: FoundCall,
  source: string | undefined,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const names = secretsOf(call);
  const given = source === undefined ? {} : await readObject(source);
  const secrets = new Map<string, string>();
  const missing: string[] = [];
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof value === "string") secrets.set(name, value);
    else missing.push(name);
  }
  if (missing.length > 0 && !hasTerminal()) {
    const many = missing.length === 1 ? "the secret" : "the secrets";
    throw new FailureError(
      failure("bad_request", `${path} needs ${many} ${missing.join(", ")}.`, {
        advice:
          'Run it in a terminal, which asks. Or give a JSON object such as {"password": "..."} with --secrets FILE, or - to read it from standard input.',
      }),
    );
  }
  if (missing.length === 0) return secrets;
  const prompt = new SecretPrompt(signal);
  try {
    for (const name of missing) {
      secrets.set(name, await prompt.ask(name, `${call.tool}.${call.method}`));
    }
  } finally {
    prompt.close();
  }
  return secrets;
}

async function readObject(source: string): Promise<Record<string, unknown>> {
  let json: string;
  try {
    json = source === "-" ? await text(process.stdin) : await readFile(source, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(failure("file_error", `${source} cannot be read.`, { lines: [reason] }));
  }
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value));
  } catch {
    // What the parser says would quote the text.
  }
  throw new FailureError(failure("bad_request", "--secrets is not a JSON object."));
}
