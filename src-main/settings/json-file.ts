import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";

/**
 * A JSON file of ours: written atomically, and set aside under another name
 * when what it holds is not what it should, so that nothing in it is lost.
 */
export class JsonFile<T> {
  constructor(
    readonly path: string,
    private readonly schema: z.ZodType<T>,
    private readonly empty: () => T,
  ) {}

  /**
   * @returns what the file holds, or an empty one where there is none, and what had to be set aside
   * @throws FailureError `file_error` where it cannot be read or moved
   */
  async read(): Promise<{ content: T; problem: string | null }> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if (isMissing(error)) return { content: this.empty(), problem: null };
      throw fileError(`${this.path} cannot be read`, error);
    }
    const parsed = this.#parse(text);
    if (parsed !== null) return { content: parsed, problem: null };
    const aside = `${this.path}.broken-${new Date().toISOString().replace(/[:.]/g, "-")}`;
    try {
      await rename(this.path, aside);
    } catch (error) {
      throw fileError(`${this.path} is damaged and cannot be set aside`, error);
    }
    return {
      content: this.empty(),
      problem: `${this.path} was damaged. It was kept as ${aside}, and an empty one begun.`,
    };
  }

  /** @throws FailureError `file_error`; the old content is still there then */
  async write(content: T): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw fileError(`${this.path} cannot be written`, error);
    }
  }

  #parse(text: string): T | null {
    try {
      const result = this.schema.safeParse(JSON.parse(text));
      return result.success ? result.data : null;
    } catch {
      return null;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function fileError(what: string, error: unknown): FailureError {
  const reason = error instanceof Error ? error.message : String(error);
  return new FailureError(
    failure("file_error", `${what}.`, {
      advice: "Check the permissions of the file and its folder, and the space on the disk.",
      lines: [reason],
    }),
  );
}
