import { dirname, join } from "node:path";
import { z } from "zod";
import type { Resolved } from "../../src-shared/host";
import { JsonFile } from "../settings/json-file";
import { prepareStateFolder } from "../settings/state-folder";

const schema = z.object({
  version: z.literal(1),
  /** Of the configuration that these answers are about. */
  digest: z.string(),
  answers: z.array(
    z.tuple([
      z.string(),
      z.object({ hostname: z.string(), user: z.string(), port: z.number() }).nullable(),
    ]),
  ),
});

export type Answers = Map<string, Resolved | null>;

/** What ssh said of the hosts, so that it is not asked about all of them at each start. */
export class ResolvedFile {
  readonly #file: JsonFile<z.infer<typeof schema>>;

  constructor(stateFolder: string) {
    this.#file = new JsonFile(join(stateFolder, "resolved.json"), schema, () => ({
      version: 1,
      digest: "",
      answers: [],
    }));
  }

  /** @throws FailureError `file_error` */
  async read(): Promise<{ digest: string; answers: Answers }> {
    // A damaged one is set aside. All of it can be asked again, so nobody is told.
    const { content } = await this.#file.read();
    return { digest: content.digest, answers: new Map(content.answers) };
  }

  /** @throws FailureError `file_error` */
  async write(digest: string, answers: Answers): Promise<void> {
    prepareStateFolder(dirname(this.#file.path));
    await this.#file.write({ version: 1, digest, answers: [...answers] });
  }
}
