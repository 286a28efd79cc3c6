import type { Host } from "../../../src-shared/host";

/** A host for a test, with nothing set but what is given. */
export function host(source: Host["source"], name: string, more: Partial<Host> = {}): Host {
  return {
    id: `${source}:${name}`,
    name,
    source,
    origin: "",
    address: name,
    resolved: null,
    lastUsed: null,
    group: "",
    tags: [],
    colour: null,
    notes: "",
    favourite: false,
    settings: {},
    ...more,
  };
}
