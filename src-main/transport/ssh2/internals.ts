import type { Client } from "ssh2";

/** The parts of ssh2 1.17's Client that it has no public way to. */
interface Internals {
  _protocol?: {
    _debug?: unknown;
    _handlers?: {
      USERAUTH_FAILURE?: (protocol: unknown, methods: string[], isPartial: boolean) => void;
    };
  };
}

/**
 * Tells what the server says of each attempt to log in. ssh2 hands it to the `authHandler`, but not
 * behind a key of an agent, so that a key followed by a password would never come to an end.
 * @throws Error where ssh2 is built otherwise
 */
export function tellLoginFailures(
  client: Client,
  listener: (methods: string[], isPartial: boolean) => void,
): void {
  const handlers = (client as unknown as Internals)._protocol?._handlers;
  const original = handlers?.USERAUTH_FAILURE;
  if (handlers === undefined || original === undefined) {
    throw new Error("This version of ssh2 is not one that the built-in client knows.");
  }
  handlers.USERAUTH_FAILURE = (protocol, methods, isPartial) => {
    listener(methods, isPartial);
    original(protocol, methods, isPartial);
  };
}

/** Ends ssh2's own log, which would otherwise be written for every packet. */
export function endDebug(client: Client): void {
  const protocol = (client as unknown as Internals)._protocol;
  if (protocol !== undefined) protocol._debug = undefined;
}
