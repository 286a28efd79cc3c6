import type { ClientChannel } from "ssh2";
import { FailureError, failure } from "../../../src-shared/failure";
import { LineTail } from "../line-tail";
import type { Transport, TransportOptions } from "../transport";
import { closeChain, openChain } from "./chain";
import { ChannelTransport } from "./channel-transport";
import { cancelled, connectionEnded, evidence, timedOut } from "./failures";
import type { Link } from "./link";
import { routeTo } from "./route";
import type { Ssh2Target } from "./target";

export type { Ssh2Target } from "./target";

/** Milliseconds until a server that has let us in must have started the command. */
const START_MS = 30_000;

/**
 * Runs a command on a target by the SSH client that is built in, without a terminal, an
 * environment, or anything forwarded.
 * @throws FailureError with the reason and what to do
 */
export async function spawnSsh2(
  target: Ssh2Target,
  command: string,
  options: TransportOptions,
): Promise<Transport> {
  options.onStep("resolving");
  const stderr = new LineTail();
  const note = (line: string) => stderr.push(Buffer.from(`${line}\n`));
  let links: Link[] = [];
  try {
    const route = await routeTo(target, options.signal);
    links = await openChain(route, once(options), note);
    const channel = await start(links, command, options.signal);
    options.onStep("starting_agent");
    return new ChannelTransport(channel, links, stderr);
  } catch (error) {
    closeChain(links);
    if (options.signal?.aborted) throw cancelled(target.name);
    if (!(error instanceof FailureError)) throw error;
    // What the server said on the way, its banner for example, is evidence too.
    const lines = [...stderr.lines().slice(-10), ...error.failure.lines];
    throw new FailureError({ ...error.failure, lines: [...new Set(lines)].slice(-20) });
  }
}

/** Steps as they are told: each once. */
function once(options: TransportOptions): TransportOptions {
  const told = new Set<string>();
  return {
    ...options,
    onStep: (step) => {
      if (told.has(step)) return;
      told.add(step);
      options.onStep(step);
    },
  };
}

function start(
  links: readonly Link[],
  command: string,
  signal: AbortSignal | undefined,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const last = links.at(-1);
    if (last === undefined) throw new Error("a chain has at least one link");
    const { client, ended, lastError, hop } = last;
    const settle = (call: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      call();
    };
    const onAbort = () => settle(() => reject(cancelled(hop.name)));
    const timer = setTimeout(() => settle(() => reject(timedOut(hop.name))), START_MS);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    ended.then(() =>
      settle(() => reject(connectionEnded(hop.name, [lastError() ?? ""].filter(Boolean)))),
    );
    try {
      client.exec(command, (error, channel) => {
        settle(() => {
          if (error === undefined || error === null) resolve(channel);
          else reject(noCommand(hop.name, hop.user, evidence(error)));
        });
      });
    } catch (error) {
      settle(() => reject(connectionEnded(hop.name, evidence(error))));
    }
  });
}

function noCommand(name: string, user: string, lines: string[]): FailureError {
  return new FailureError(
    failure("login_refused", `${name} lets ${user} log in, but runs no command.`, {
      advice: "Check the login shell of this user, and what its key is restricted to.",
      lines,
    }),
  );
}
