import { availableParallelism } from "node:os";
import type { Resolved } from "../../src-shared/host";
import type { Answers, ResolvedFile } from "./resolved-file";
import { askSsh, type SshAnswer, type SshQuery } from "./ssh-ask";

/** Configurations whose answers are kept: who goes back and forth between two is not asked again. */
const MAX_CONFIGURATIONS = 4;
/** Answers for one configuration; several for a host whose settings are changed. */
const MAX_ANSWERS = 20_000;
const WORKERS = Math.max(2, Math.min(4, availableParallelism() - 1));

/** What ssh makes of destinations, asked once for each state of the configuration. */
export class HostResolver {
  readonly #kept = new Map<string, Answers>();
  #recalled: Promise<void> | null = null;
  #hasNews = false;

  constructor(private readonly file: ResolvedFile) {}

  /** Reads what was asked before the start, once. @throws FailureError `file_error` */
  recall(): Promise<void> {
    this.#recalled ??= this.file.read().then(({ digest, answers }) => {
      if (digest !== "") this.#kept.set(digest, answers);
    });
    return this.#recalled;
  }

  /** Keeps what was asked about a configuration for the next start. @throws FailureError `file_error` */
  async remember(digest: string): Promise<void> {
    const answers = this.#kept.get(digest);
    if (answers === undefined || !this.#hasNews) return;
    this.#hasNews = false;
    await this.file.write(digest, answers);
  }

  /**
   * What is known without asking.
   * @param digest of the configuration
   * @returns undefined where it was not asked yet, null where ssh has no answer
   */
  known(digest: string, query: SshQuery): Resolved | null | undefined {
    return this.#kept.get(digest)?.get(keyOf(query));
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
    const open = new Map<string, SshQuery>();
    for (const query of queries) {
      if (this.known(digest, query) === undefined) open.set(keyOf(query), query);
    }
    const left = [...open];
    const work = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [key, query] = next;
        const answer = await askSsh(query, { signal });
        if (signal.aborted || answer.kind === "missing") return;
        this.#keep(digest, key, resolvedOf(answer));
        onAnswer();
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
  }

  #keep(digest: string, key: string, resolved: Resolved | null): void {
    const answers = this.#kept.get(digest) ?? new Map();
    this.#kept.set(digest, answers);
    answers.set(key, resolved);
    this.#hasNews = true;
    dropOldest(answers, MAX_ANSWERS);
    dropOldest(this.#kept, MAX_CONFIGURATIONS);
  }
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= max) break;
    map.delete(oldest);
  }
}

/** Only what can change the answer. */
function keyOf({ address, configFile, settings }: SshQuery): string {
  const { user, port, sshOptions } = settings;
  return JSON.stringify([configFile, address, user, port, sshOptions]);
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
