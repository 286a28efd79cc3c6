import { join } from "node:path";
import { z } from "zod";
import { defaultSettings, type Settings, settingsSchema } from "../../src-shared/settings";
import { JsonFile } from "./json-file";

const { shape } = settingsSchema;
/** What is left out of the file is as it is at first. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  sshConfigFile: shape.sshConfigFile.default(defaultSettings.sshConfigFile),
  autoReconnect: shape.autoReconnect.default(defaultSettings.autoReconnect),
  reopenSessions: shape.reopenSessions.default(defaultSettings.reopenSessions),
});

/** A change; what is left out stays. */
type SettingsPart = { [K in keyof Settings]?: Settings[K] | undefined };

type SettingsListener = (settings: Settings, before: Settings) => void;

/** What the user has set for the whole app, kept in `settings.json` of the data folder. */
export class SettingsService {
  readonly #file: JsonFile<z.infer<typeof fileSchema>>;
  readonly #listeners = new Set<SettingsListener>();
  readonly #problems: string[] = [];
  /** Uses of the file wait for each other, or one would undo another. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder the data folder */
  constructor(folder: string) {
    this.#file = new JsonFile(join(folder, "settings.json"), fileSchema, () => ({
      version: 1,
      ...defaultSettings,
    }));
  }

  /** What had to be set aside, in sentences. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The settings as the file has them now. @throws FailureError `file_error` */
  get(): Promise<Settings> {
    return this.#inTurn(() => this.#read());
  }

  /**
   * Changes what is given, and tells the listeners.
   * @returns all settings
   * @throws FailureError `file_error`; the old ones hold then
   */
  async save(part: SettingsPart): Promise<Settings> {
    const { before, after } = await this.#inTurn(async () => {
      const before = await this.#read();
      const after = { ...before, ...withoutUndefined(part) };
      await this.#file.write({ version: 1, ...after });
      return { before, after };
    });
    for (const listener of this.#listeners) listener(after, before);
    return after;
  }

  /** @returns a function that ends the subscription */
  onChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async #read(): Promise<Settings> {
    const { content, problem } = await this.#file.read();
    if (problem !== null) this.#problems.push(problem);
    const { version: _, ...settings } = content;
    return settings;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

function withoutUndefined(part: SettingsPart): Partial<Settings> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
