import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type LibraryDraft, libraryDraftSchema, libraryPathSchema } from "../../src-shared/library";
import { JsonFile } from "../settings/json-file";
import { prepareStateFolder } from "../settings/state-folder";
import { fileError, hasCode } from "./failures";

const fileSchema = z.object({
  path: libraryPathSchema,
  draft: libraryDraftSchema.nullable(),
});

/** What was typed in files of a library and not saved: a file for each in the state folder. */
export class Drafts {
  readonly #folder: string;
  /** Drafts that had to be set aside, in sentences. */
  readonly problems: string[] = [];

  constructor(
    private readonly state: string,
    library: string,
  ) {
    this.#folder = join(state, "drafts", library);
  }

  /** @throws FailureError `file_error` */
  async read(path: string): Promise<LibraryDraft | null> {
    const content = await this.#content(this.#file(path));
    return content.path === path ? content.draft : null;
  }

  /** @param draft null to forget it. @throws FailureError `file_error` */
  async write(path: string, draft: LibraryDraft | null): Promise<void> {
    const file = this.#file(path);
    if (draft !== null) {
      prepareStateFolder(this.state);
      await file.write({ path, draft });
      return;
    }
    try {
      await rm(file.path, { force: true });
    } catch (error) {
      throw fileError(`${file.path} cannot be removed`, error);
    }
  }

  /** The paths that have one. @throws FailureError `file_error` */
  async paths(): Promise<string[]> {
    let names: string[];
    try {
      names = await readdir(this.#folder);
    } catch (error) {
      if (hasCode(error, "ENOENT")) return [];
      throw fileError(`${this.#folder} cannot be read`, error);
    }
    const paths: string[] = [];
    for (const name of names.filter((each) => each.endsWith(".json"))) {
      const content = await this.#content(this.#open(join(this.#folder, name)));
      if (content.draft !== null) paths.push(content.path);
    }
    return paths.sort();
  }

  /** Those of a file, or of all below a folder. @throws FailureError `file_error` */
  async below(path: string): Promise<[string, LibraryDraft][]> {
    const found: [string, LibraryDraft][] = [];
    for (const each of await this.paths()) {
      if (each !== path && !each.startsWith(`${path}/`)) continue;
      const draft = await this.read(each);
      if (draft !== null) found.push([each, draft]);
    }
    return found;
  }

  /** Lets those of a file or folder follow it. @throws FailureError `file_error` */
  async move(from: string, to: string): Promise<void> {
    for (const [path, draft] of await this.below(from)) {
      await this.write(to + path.slice(from.length), draft);
      await this.write(path, null);
    }
  }

  async #content(file: JsonFile<z.infer<typeof fileSchema>>) {
    const { content, problem } = await file.read();
    if (problem !== null) this.problems.push(problem);
    return content;
  }

  #file(path: string): JsonFile<z.infer<typeof fileSchema>> {
    const name = createHash("sha256").update(path).digest("hex").slice(0, 32);
    return this.#open(join(this.#folder, `${name}.json`));
  }

  #open(file: string): JsonFile<z.infer<typeof fileSchema>> {
    return new JsonFile(file, fileSchema, () => ({ path: "unknown", draft: null }));
  }
}
