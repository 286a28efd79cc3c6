import type { RemoteException } from "../../src-shared/failure";

interface ChainLink {
  exception: RemoteException;
  /** How it belongs to the one before; null for the first. */
  link: string | null;
}

const BECAUSE = "It was raised because of:";
const WHILE = "It was raised while this was being handled:";

/** An exception and what is behind it: its cause, or else the one it was raised in the handling of. */
export function exceptionChain(first: RemoteException): ChainLink[] {
  const chain: ChainLink[] = [{ exception: first, link: null }];
  let current = first;
  while (chain.length < 100) {
    const next = current.cause ?? current.context;
    if (next === null) break;
    chain.push({ exception: next, link: current.cause === null ? WHILE : BECAUSE });
    current = next;
  }
  return chain;
}
