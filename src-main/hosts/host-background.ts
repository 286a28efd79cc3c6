import { isDeepStrictEqual } from "node:util";
import { toFailure } from "../../src-shared/failure";
import type { HostList } from "../../src-shared/host";
import { ConfigWatcher } from "./config-watcher";
import type { HostBook, HostPage } from "./host-book";
import { resolveHosts } from "./resolve-pass";

/** Keeps the list true while the window shows it: follows the files, and asks ssh about the hosts. */
export class HostBackground {
  readonly #watcher: ConfigWatcher;
  #isOn = false;
  /** Ends the questions that belong to an older list. */
  #pass = new AbortController();
  #told: HostList = { hosts: [], groups: [], problems: [] };

  constructor(
    private readonly book: HostBook,
    private readonly onChange: (list: HostList) => void,
  ) {
    this.#watcher = new ConfigWatcher(() => this.#inBackground(() => this.refresh()));
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#inBackground(() => this.refresh());
  }

  async close(): Promise<void> {
    this.#isOn = false;
    this.#pass.abort();
    this.book.config.isKept = false;
    await this.#watcher.close();
  }

  /** Asks ssh about a host that is being opened, whatever its configuration runs for that. */
  opened(hostId: string): void {
    if (!this.#isOn) return;
    this.#inBackground(async () => {
      const { config, list } = await this.book.read();
      const host = list.hosts.find(({ id }) => id === hostId);
      if (host === undefined || !config.hasSsh) return;
      const { signal } = new AbortController();
      await resolveHosts([host], list.groups, config, this.book.resolver, signal);
      await this.#tellPage();
    });
  }

  /** Reads everything again, and tells it. */
  async refresh(): Promise<void> {
    this.book.config.changed();
    // From here on the watcher says when it has to be read again.
    if (this.#isOn) this.book.config.isKept = true;
    await this.tell();
  }

  /** Tells the list, unless it is what was told last, and has ssh asked about what is new in it. */
  async tell(): Promise<void> {
    this.#pass.abort();
    const pass = new AbortController();
    this.#pass = pass;
    const page = await this.#tellPage();
    if (this.#isOn) this.#inBackground(() => this.#ask(page, pass.signal));
  }

  async #ask(page: HostPage, signal: AbortSignal): Promise<void> {
    const { config, list } = await this.#followed(page);
    if (signal.aborted || !this.#isOn) return;
    await this.book.config.check(config);
    const isRefused = this.book.config.refusal(config).length > 0;
    if (!isRefused && config.hasSsh && !config.hasSideEffects) {
      const { hosts, groups } = list;
      const tell = () => this.#inBackground(() => this.#tellPage());
      await resolveHosts(hosts, groups, config, this.book.resolver, signal, tell);
    }
    if (!signal.aborted && this.#isOn) await this.#tellPage();
  }

  /** The page, as it is when all that it is made of is watched. */
  async #followed(page: HostPage): Promise<HostPage> {
    let followed = page;
    while (await this.#watcher.follow(followed.config.files, [this.book.file.path])) {
      if (!this.#isOn) break;
      this.book.config.changed();
      followed = await this.#tellPage();
    }
    return followed;
  }

  async #tellPage(): Promise<HostPage> {
    const page = await this.book.read();
    const { list } = page;
    if (this.#watcher.problem !== null) list.problems.push(this.#watcher.problem);
    this.#tellList(list);
    return page;
  }

  #tellList(list: HostList): void {
    if (isDeepStrictEqual(list, this.#told)) return;
    this.#told = list;
    this.onChange(list);
  }

  /** Nobody waits for this work: what fails in it becomes a problem of the list that is known. */
  #inBackground(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      const { message } = toFailure(error);
      const problems = new Set([...this.#told.problems, message]);
      this.#tellList({ ...this.#told, problems: [...problems] });
    });
  }
}
