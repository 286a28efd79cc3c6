import type { ConnectStep } from "../../src-shared/session";
import { type SshFact, sshFact } from "./ssh-line";

/** Lines of a server's own words that are kept. */
const MAX_SAID = 40;

/** One ssh on the way: the target's own, or that of a jump host. */
export interface Hop {
  /** As the jump host was named; null for the target. */
  name: string | null;
  /** Where it connects to, `10.0.0.1 port 22`; null before, and behind a proxy. */
  place: string | null;
  user: string | null;
  host: string | null;
  isConnected: boolean;
  /** The method of authentication that is tried, as ssh names it. */
  method: string | null;
  /** What was tried, for a sentence: `agent`, `id_ed25519`, `password`. */
  tried: string[];
  /** Methods that the server takes. */
  methods: string[];
  /** A key that the server would take, until it is used. */
  accepted: string | null;
  hostKey: { keyType: string; fingerprint: string } | null;
  known: string | null;
  isAuthenticated: boolean;
}

/** What ssh has done, read out of what `ssh -v` writes. It asks nobody and knows no process. */
export class SshProgress {
  step: ConnectStep = "resolving";
  /** The target first, then the jump hosts as ssh comes to them: the farthest first. */
  readonly hops: Hop[] = [newHop(null)];
  /** Whether the server is known to run a command of its own instead of ours. */
  isForced = false;
  /** Whether the command was sent. */
  isStarted = false;
  /** What ssh has said without `-v` since it began its present method. */
  said: string[] = [];

  constructor(private readonly onStep: (step: ConnectStep) => void = () => {}) {}

  /** The one that is at work: the nearest that has not logged in. */
  get hop(): Hop {
    return this.hops.findLast(({ isAuthenticated }) => !isAuthenticated) ?? this.target;
  }

  get target(): Hop {
    const [target] = this.hops;
    if (target === undefined) throw new Error("no target");
    return target;
  }

  /** Takes a line. @returns whether it would be there without `-v` too */
  read(line: string): boolean {
    const fact = sshFact(line);
    if (fact !== null) this.#take(fact);
    else if (this.said.length < MAX_SAID) this.said.push(line);
    return fact === null;
  }

  #take(fact: SshFact): void {
    const { hop } = this;
    switch (fact.kind) {
      case "hop":
        this.hops.push(newHop(fact.name));
        this.#to("connecting");
        break;
      case "connecting":
        hop.place = `${fact.address} port ${fact.port}`;
        hop.host ??= fact.host;
        this.#to("connecting");
        break;
      case "connected":
        hop.isConnected = true;
        break;
      case "authenticating":
        hop.isConnected = true;
        hop.user = fact.user;
        hop.host = fact.host;
        if (hop.name === null) this.#to("authenticating");
        break;
      case "host_key":
        hop.hostKey = { keyType: fact.keyType, fingerprint: fact.fingerprint };
        break;
      case "known":
        hop.known = fact.place;
        break;
      case "method":
        hop.method = fact.method;
        this.said = [];
        if (fact.method !== "publickey" && fact.method !== "none") tried(hop, fact.method);
        break;
      case "methods":
        hop.methods = fact.methods;
        break;
      case "offered":
        tried(hop, fact.isOfAgent ? "agent" : baseName(fact.key));
        break;
      case "accepted":
        hop.accepted = fact.key;
        break;
      case "partial":
        hop.accepted = null;
        break;
      case "authenticated":
        hop.isAuthenticated = true;
        if (hop.name === null) this.#to("starting_agent");
        break;
      case "shared":
        // A jump host over a connection that is there says no more of itself.
        if (hop.name !== null) hop.isAuthenticated = true;
        break;
      case "forced":
        if (this.target.isAuthenticated) this.isForced = true;
        break;
      case "started":
        for (const each of this.hops) each.isAuthenticated = true;
        this.isStarted = true;
        this.#to("starting_agent");
        break;
      case "other":
        break;
    }
  }

  #to(step: ConnectStep): void {
    if (step === this.step) return;
    this.step = step;
    this.onStep(step);
  }
}

function newHop(name: string | null): Hop {
  return {
    name,
    place: null,
    user: null,
    host: null,
    isConnected: false,
    method: null,
    tried: [],
    methods: [],
    accepted: null,
    hostKey: null,
    known: null,
    isAuthenticated: false,
  };
}

function tried(hop: Hop, what: string): void {
  if (!hop.tried.includes(what)) hop.tried.push(what);
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) || path;
}
