import { stat } from "node:fs/promises";
import { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";
import { JsonFile } from "../settings/json-file";
import { emptyOverlay, type Overlay } from "./overlay";
import {
  firstFileSchema,
  fromFile,
  fromFirstFile,
  OVERLAY_VERSION,
  overlayFileSchema,
  toFile,
} from "./overlay-schema";

const newerSchema = z.looseObject({ version: z.number().gt(OVERLAY_VERSION) });
const contentSchema = z.union([overlayFileSchema, firstFileSchema, newerSchema]);
type Content = z.infer<typeof contentSchema>;

/** The file of the host list. Uses of it must wait for each other. */
export class OverlayFile {
  readonly #file: JsonFile<Content>;
  /** What was read last, as long as the file is the same one. */
  #last: { mark: string; overlay: Overlay; isNewer: boolean } | null = null;
  /** What had to be set aside since the start: it stays worth saying. */
  readonly #asides: string[] = [];

  constructor(readonly path: string) {
    this.#file = new JsonFile<Content>(path, contentSchema, () => toFile(emptyOverlay));
  }

  /**
   * @returns what the file holds, and what is wrong with it in sentences
   * @throws FailureError `file_error` where it cannot be read or a damaged one not set aside
   */
  async read(): Promise<{ overlay: Overlay; problems: string[] }> {
    const mark = await this.#mark();
    if (this.#last === null || this.#last.mark !== mark) {
      const { content, problem } = await this.#file.read();
      if (problem !== null) this.#asides.push(problem);
      // A damaged file was moved: the mark is no longer the one of what was read.
      const read = problem === null ? mark : await this.#mark();
      this.#last = { mark: read, ...understand(content) };
    }
    const { overlay, isNewer } = this.#last;
    return { overlay, problems: [...this.#asides, ...(isNewer ? [this.#newer()] : [])] };
  }

  /**
   * Writes it anew, all or nothing.
   * @throws FailureError `file_error`: the file cannot be written, or is of a newer version;
   *   `bad_request` for what does not fit into it
   */
  async write(overlay: Overlay): Promise<void> {
    await this.read();
    if (this.#last?.isNewer) {
      throw new FailureError(
        failure("file_error", this.#newer(), {
          advice: "Update Rmote Desktop to change hosts, or move the file away to begin a new one.",
        }),
      );
    }
    const content = toFile(overlay);
    // What could not be read again would be set aside with all that is in it.
    const { error } = overlayFileSchema.safeParse(content);
    if (error !== undefined) throw unfit(error.issues[0]);
    await this.#file.write(content);
    this.#last = { mark: await this.#mark(), overlay, isNewer: false };
  }

  #newer(): string {
    return `${this.path} was written by a newer Rmote Desktop. It is left as it is, and what it says of hosts is not shown.`;
  }

  /** Another text wherever the file was changed or replaced. */
  async #mark(): Promise<string> {
    try {
      const { ino, size, mtimeNs } = await stat(this.path, { bigint: true });
      return `${ino}:${size}:${mtimeNs}`;
    } catch {
      return "none";
    }
  }
}

function understand(content: Content): { overlay: Overlay; isNewer: boolean } {
  if (content.version === OVERLAY_VERSION) {
    return { overlay: fromFile(overlayFileSchema.parse(content)), isNewer: false };
  }
  if (content.version === 1) {
    return { overlay: fromFirstFile(firstFileSchema.parse(content)), isNewer: false };
  }
  return { overlay: emptyOverlay, isNewer: true };
}

function unfit(issue: z.core.$ZodIssue | undefined): FailureError {
  const where = issue?.path.slice(1).join(", ") ?? "";
  return new FailureError(
    failure("bad_request", `This does not fit into the host file: ${where}: ${issue?.message}.`),
  );
}
