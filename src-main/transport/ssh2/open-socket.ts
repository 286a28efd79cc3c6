import { connect, isIP, type Socket } from "node:net";
import { cancelled, socketFailure, timedOut } from "./failures";
import type { HopConfig } from "./hop-config";

/** Milliseconds for one of a name's several addresses to answer before the next one is tried too. */
const NEXT_ADDRESS_MS = 2000;

/**
 * A TCP connection to a hop.
 * @param onLookup is told when the name has been looked up
 * @throws FailureError `host_not_found`, `connection_refused`, `host_unreachable`, `connect_timeout`, `cancelled`
 */
export function openSocket(
  hop: HopConfig,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  onLookup: () => void,
): Promise<Socket> {
  const { name, host, port, family, localAddress } = hop;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      autoSelectFamily: family === null,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
      ...(family !== null && { family }),
      ...(localAddress !== null && { localAddress }),
    });
    const end = (error: unknown) => {
      settle();
      // What is still under way may fail yet: nobody is left to care.
      socket.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const onAbort = () => end(cancelled(name));
    const onError = (error: Error) => end(socketFailure(name, host, error));
    const timer = setTimeout(() => end(timedOut(name)), timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.removeListener("error", onError);
      socket.removeListener("lookup", onLookup);
    };
    if (isIP(host) !== 0) onLookup();
    else socket.once("lookup", onLookup);
    socket.once("error", onError);
    socket.once("connect", () => {
      settle();
      resolve(socket);
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
