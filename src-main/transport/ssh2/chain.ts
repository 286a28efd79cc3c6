import type { Duplex } from "node:stream";
import { FailureError, failure, toFailure } from "../../../src-shared/failure";
import type { TransportOptions } from "../transport";
import { cancelled, evidence } from "./failures";
import type { HopConfig } from "./hop-config";
import { type Link, openLink } from "./link";
import { openSocket } from "./open-socket";
import { Patience } from "./patience";

/** Milliseconds to reach a machine and to exchange keys, where the configuration says nothing. */
const CONNECT_MS = 30_000;

/**
 * Logs in to each machine of a route, through those before it. Nothing stays open where one fails.
 * @throws FailureError with the reason; `jump_failed` names the machine on the way that failed
 */
export async function openChain(
  route: readonly HopConfig[],
  options: TransportOptions,
  note: (line: string) => void,
): Promise<Link[]> {
  const links: Link[] = [];
  try {
    for (const [index, hop] of route.entries()) {
      const isLast = index === route.length - 1;
      try {
        const socket = await reach(hop, links.at(-1), options);
        const setup = {
          ask: options.ask,
          signal: options.signal,
          note,
          timeoutMs: hop.connectTimeoutMs ?? CONNECT_MS,
          onLogin: () => {
            if (isLast) options.onStep("authenticating");
          },
        };
        links.push(await openLink(hop, socket, setup));
      } catch (error) {
        throw isLast ? error : jumpFailure(hop, route.at(-1) ?? hop, error);
      }
    }
    return links;
  } catch (error) {
    closeChain(links);
    throw error;
  }
}

/** Ends all connections of a chain, the innermost first. */
export function closeChain(links: readonly Link[]): void {
  for (const { client, socket } of [...links].reverse()) {
    client.end();
    socket.destroy();
  }
}

async function reach(
  hop: HopConfig,
  before: Link | undefined,
  { signal, onStep }: TransportOptions,
): Promise<Duplex> {
  const timeoutMs = hop.connectTimeoutMs ?? CONNECT_MS;
  if (before === undefined) {
    const socket = openSocket(hop, timeoutMs, signal, () => onStep("connecting"));
    return await socket;
  }
  return await forwarded(hop, before, timeoutMs, signal);
}

/** A stream to a hop that the one before it opens. */
function forwarded(
  hop: HopConfig,
  { client, ended, hop: jump }: Link,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Duplex> {
  const refused = (reason: string) =>
    new FailureError(
      failure("jump_failed", `The jump host ${jump.name} cannot reach ${hop.name} (${reason}).`, {
        advice: "Check the address as it is seen from there, and that the jump host may forward.",
      }),
    );
  return new Promise((resolve, reject) => {
    const patience = new Patience(timeoutMs, () => settle(() => reject(refused("no answer"))));
    const onAbort = () => settle(() => reject(cancelled(hop.name)));
    let isSettled = false;
    const settle = (call: () => void) => {
      if (isSettled) return;
      isSettled = true;
      patience.stop();
      signal?.removeEventListener("abort", onAbort);
      call();
    };
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    ended.then(() => settle(() => reject(refused("the connection to it ended"))));
    try {
      client.forwardOut("127.0.0.1", 0, hop.host, hop.port, (error, stream) => {
        if (error === undefined || error === null) {
          // Too late for somebody who has given up meanwhile: that one closes the connection.
          settle(() => resolve(stream));
          return;
        }
        const reason = evidence(error).join("").replace("(SSH) Channel open failure: ", "");
        settle(() => reject(refused(reason === "" ? "it refuses" : reason)));
      });
    } catch (error) {
      settle(() => reject(refused(evidence(error).join(""))));
    }
  });
}

/** What is wrong with a machine on the way, unless it is something for a person to decide. */
function jumpFailure(jump: HopConfig, target: HopConfig, error: unknown): FailureError {
  const reason = toFailure(error);
  const ownCode = ["cancelled", "host_key_unknown", "host_key_changed", "internal", "jump_failed"];
  if (ownCode.includes(reason.code)) return new FailureError(reason);
  return new FailureError({
    ...reason,
    code: "jump_failed",
    message: `${target.name} cannot be reached through the jump host ${jump.name}: ${reason.message}`,
  });
}
