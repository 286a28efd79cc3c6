import { dirname, join } from "node:path";
import { z } from "zod";
import type { Session } from "../../src-shared/session";
import { JsonFile } from "../settings/json-file";
import { prepareStateFolder } from "../settings/state-folder";

const schema = z.strictObject({
  version: z.literal(1),
  hostIds: z.array(z.string().max(1024)).max(10_000),
});

/** Remembers which sessions are open, so that a later start can open them again. */
export class OpenSessions {
  readonly #file: JsonFile<z.infer<typeof schema>>;
  /** What the file has, as far as this process has written it. */
  #written: string | null = null;
  /** Writes wait for each other, or the older one might be the last. */
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(stateFolder: string) {
    this.#file = new JsonFile(join(stateFolder, "open-sessions.json"), schema, () => ({
      version: 1,
      hostIds: [],
    }));
  }

  /**
   * The hosts whose sessions were open when they were last remembered.
   * @throws FailureError `file_error`
   */
  async read(): Promise<string[]> {
    // A damaged one is set aside. What is lost is a convenience, so nobody is told.
    const { content } = await this.#file.read();
    return content.hostIds;
  }

  /** @throws FailureError `file_error` */
  async remember(sessions: readonly Session[]): Promise<void> {
    if (this.#stopped) return;
    const hostIds = sessions.filter(isWanted).map(({ hostId }) => hostId);
    const text = hostIds.join("\n");
    if (text === this.#written) return;
    this.#written = text;
    const done = this.#turn.then(async () => {
      prepareStateFolder(dirname(this.#file.path));
      await this.#file.write({ version: 1, hostIds });
    });
    this.#turn = done.catch(() => {
      this.#written = null;
    });
    await done;
  }

  /** What ends from now on ends with the app. Resolves when the file is written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#turn;
  }
}

/** Whether a person has asked for the session and has not closed it; a lost one is still wanted. */
function isWanted({ state: { kind } }: Session): boolean {
  return kind !== "closed" && kind !== "failed";
}
