import { dirname, join } from "node:path";
import { z } from "zod";
import { JsonFile } from "../settings/json-file";
import { prepareStateFolder } from "../settings/state-folder";

const schema = z.object({
  version: z.literal(1),
  /** Milliseconds since the epoch, by the host's id. */
  hosts: z.record(z.string().max(1024), z.number().nonnegative()),
});

/** Hosts that are remembered; the ones used longest ago are forgotten first. */
const MAX_HOSTS = 5000;

/**
 * When a session with a host was last asked for. It changes with every use, so it is
 * not in the file that the user reviews and may keep in git.
 */
export class LastUsedFile {
  readonly #file: JsonFile<z.infer<typeof schema>>;
  #used: Map<string, number> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(stateFolder: string) {
    this.#file = new JsonFile(join(stateFolder, "last-used.json"), schema, () => ({
      version: 1,
      hosts: {},
    }));
  }

  /** @throws FailureError `file_error` */
  read(): Promise<ReadonlyMap<string, number>> {
    return this.#inTurn(() => this.#read());
  }

  /** @throws FailureError `file_error` */
  async set(hostId: string, time: number): Promise<void> {
    await this.#inTurn(async () => {
      const used = await this.#read();
      used.set(hostId, Math.max(time, used.get(hostId) ?? 0));
      const newest = [...used].sort(([, a], [, b]) => b - a).slice(0, MAX_HOSTS);
      prepareStateFolder(dirname(this.#file.path));
      await this.#file.write({ version: 1, hosts: Object.fromEntries(newest) });
      this.#used = new Map(newest);
    });
  }

  /** Nobody but this process writes it while the app runs: it is read once. */
  async #read(): Promise<Map<string, number>> {
    if (this.#used === null) {
      // A damaged one is set aside. What is lost is no more than an order, so nobody is told.
      const { content } = await this.#file.read();
      this.#used = new Map(Object.entries(content.hosts));
    }
    return new Map(this.#used);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
