import { FailureError, failure } from "../../../src-shared/failure";
import type { Ask } from "../../../src-shared/question";
import { knownFirst } from "./algorithms";
import { cancelled } from "./failures";
import type { HopConfig } from "./hop-config";
import {
  fingerprintOf,
  type KnownLine,
  keyTypeOf,
  knownLine,
  knownName,
  knownTypes,
  standingOf,
} from "./known-hosts";
import { appendKnownHost, readKnownHosts } from "./known-hosts-files";

export interface AskContext {
  ask: Ask | null;
  /** Aborts when the question has become void. */
  signal: AbortSignal;
  /** Takes a sentence for the session's log. */
  note: (line: string) => void;
}

/** Decides whether a machine is the one that it says it is. */
export class HostKeyCheck {
  readonly #accepted: Buffer[] = [];

  private constructor(
    private readonly hop: HopConfig,
    private readonly names: readonly string[],
    private readonly lines: readonly KnownLine[],
  ) {}

  /** Reads what is known of a hop, and notes what cannot be read. */
  static async of(hop: HopConfig, note: (line: string) => void): Promise<HostKeyCheck> {
    const files = [...hop.userKnownHosts, ...hop.globalKnownHosts];
    const { lines, problems } = await readKnownHosts(files);
    for (const problem of problems) note(problem);
    return new HostKeyCheck(hop, namesOf(hop), lines);
  }

  /** The algorithms to ask for: first those of keys that are known. */
  get algorithms(): string[] {
    return knownFirst(this.hop.algorithms.serverHostKey, knownTypes(this.names, this.lines));
  }

  /**
   * Resolves for a key that is the host's, as far as the user's files or the user say so.
   * @throws FailureError `host_key_unknown`, `host_key_changed`, `cancelled`
   */
  async check(key: Buffer, context: AskContext): Promise<void> {
    // A connection that goes on for long exchanges keys again.
    if (this.#accepted.some((each) => each.equals(key))) return;
    const standing = standingOf(key, this.names, this.lines);
    const { name } = this.hop;
    const offered = `Offered: ${keyTypeOf(key)} ${fingerprintOf(key)}`;
    switch (standing.kind) {
      case "known":
        break;
      case "unknown":
        await this.#unknown(key, standing.knownAs, context);
        break;
      case "changed":
        throw refused(`The host key of ${name} is not the one that is known for it.`, [
          ...standing.lines.map(knownAt),
          offered,
        ]);
      case "revoked":
        throw refused(`The host key of ${name} is marked as revoked.`, [
          knownAt(standing.line),
          offered,
        ]);
      case "authority":
        throw new FailureError(
          failure(
            "host_key_unknown",
            `${name} is only known by a certificate authority, which the built-in client cannot check.`,
            { advice: "Choose OpenSSH for this host.", lines: [knownAt(standing.line), offered] },
          ),
        );
    }
    this.#accepted.push(key);
  }

  async #unknown(key: Buffer, knownAs: KnownLine[], context: AskContext): Promise<void> {
    const { name, unknownKeys } = this.hop;
    const keyType = keyTypeOf(key) ?? "unknown";
    const fingerprint = fingerprintOf(key);
    if (unknownKeys === "refuse" || (unknownKeys === "ask" && context.ask === null)) {
      throw new FailureError(
        failure("host_key_unknown", `The host key of ${name} is not known yet.`, {
          advice:
            unknownKeys === "refuse"
              ? "StrictHostKeyChecking is yes for this host: add its key to known_hosts yourself."
              : "Connect once where you can be asked, compare the fingerprint with the machine's own, and accept it there.",
          lines: [`Offered: ${keyType} ${fingerprint}`],
        }),
      );
    }
    if (unknownKeys === "ask" && context.ask !== null) {
      const [address = name] = this.names;
      const also = knownAs.map((line) => `${line.file}:${line.line}: ${shownNames(line)}`);
      const answer = await context.ask(
        { kind: "host_key", address, keyType, fingerprint, knownAs: also },
        context.signal,
      );
      if (answer.kind !== "accept") throw cancelled(name);
    }
    await this.#store(key, context);
  }

  async #store(key: Buffer, { note }: AskContext): Promise<void> {
    const [file] = this.hop.userKnownHosts;
    const [name = this.hop.host] = this.names;
    if (file === undefined) {
      note("The host key was not stored: no UserKnownHostsFile is set.");
      return;
    }
    try {
      await appendKnownHost(file, knownLine(name, key, this.hop.hashKnownHosts));
      note(`The host key of ${name} was added to ${file}.`);
    } catch (error) {
      // As OpenSSH: this session was vouched for, the next one asks again.
      note(`The host key could not be added to ${file}: ${String(error)}`);
    }
  }
}

/** As OpenSSH: a host at another port than the usual is also known by its name alone. */
function namesOf({ host, port, keyAlias }: HopConfig): string[] {
  if (keyAlias !== null) return [keyAlias.toLowerCase()];
  return [...new Set([knownName(host, port), knownName(host, 22)])];
}

function knownAt({ file, line, keyType, key }: KnownLine): string {
  return `Known: ${file}:${line}: ${keyType} ${fingerprintOf(key)}`;
}

function shownNames({ names }: KnownLine): string {
  return names[0]?.startsWith("|") ? "[hashed name]" : names.join(",");
}

function refused(message: string, lines: string[]): FailureError {
  return new FailureError(
    failure("host_key_changed", message, {
      advice:
        "Someone may be listening in, or the machine was set up anew. Find out which, then remove the line of known_hosts that is named below.",
      lines,
    }),
  );
}
