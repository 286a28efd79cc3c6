import { availableParallelism } from "node:os";
import type { Resolved } from "../../src-shared/host";
import { askSsh, type SshAnswer, type SshQuery } from "./ssh-ask";

/** Answers that are kept: several lists of 1,000 hosts. */
const MAX_KEPT = 20_000;
const WORKERS = Math.max(2, Math.min(4, availableParallelism() - 1));

/** What ssh makes of destinations, asked once for each state of the configuration. */
export class HostResolver {
  readonly #kept = new Map<string, Resolved | null>();

  /**
   * What is known without asking.
   * @param digest of the configuration
   * @returns undefined where it was not asked yet, null where ssh has no answer
   */
  known(digest: string, query: SshQuery): Resolved | null | undefined {
    return this.#kept.get(keyOf(digest, query));
  }

  /**
   * Asks ssh for those that are not known, several at a time. Resolves when all are answered, or
   * the signal aborts; never rejects.
   * @param onAnswer told after each one
   */
  async ask(
    digest: string,
    queries: readonly SshQuery[],
    signal: AbortSignal,
    onAnswer: () => void = () => {},
  ): Promise<void> {
    const open = queries.filter((query) => this.known(digest, query) === undefined);
    const work = async () => {
      for (let query = open.shift(); query !== undefined; query = open.shift()) {
        const answer = await askSsh(query, { signal });
        if (signal.aborted) return;
        if (answer.kind === "missing") return;
        this.#keep(keyOf(digest, query), resolvedOf(answer));
        onAnswer();
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
  }

  #keep(key: string, resolved: Resolved | null): void {
    this.#kept.set(key, resolved);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}

/** A key of another host says nothing of its address: only what can change the answer counts. */
function keyOf(digest: string, { address, configFile, settings }: SshQuery): string {
  const { user, port, sshOptions } = settings;
  return JSON.stringify([digest, configFile, address, user, port, sshOptions]);
}

function resolvedOf(answer: SshAnswer): Resolved | null {
  if (answer.kind !== "options") return null;
  const value = (name: string) => answer.options.find((option) => option.name === name)?.value;
  const hostname = value("hostname");
  const user = value("user");
  const port = Number(value("port"));
  if (hostname === undefined || user === undefined || !(port >= 1 && port <= 65_535)) return null;
  return { hostname, user, port };
}
