import { dirname, join, sep } from "node:path";
import { toFailure } from "../../src-shared/failure";
import { type LibraryMove, samePathKey } from "../../src-shared/library";
import type { Drafts } from "./drafts";
import { fileChanged, fileError, notFound, refused } from "./failures";
import { makeFolders, placeOf, refuseClash, regularFile, statOf } from "./place";
import { type Step, takeBack } from "./steps";
import { bytesOf, readTextFile, replaceFile } from "./text-file";
import { moveEntry, Trash } from "./trash";

/** A text that a file gets in the place of the one that has this mark. */
export interface TextEdit {
  path: string;
  text: string;
  mark: string;
}

/** What can be done to the files of a library, each all or nothing. All give back what undoes them. */
export class Changes {
  readonly #trash: Trash;

  constructor(
    private readonly root: string,
    private readonly drafts: Drafts,
    state: string,
    library: string,
  ) {
    this.#trash = new Trash(state, library);
  }

  /**
   * Moves or renames files and folders. Nothing is replaced.
   * @param edits of texts, under the paths that they have then
   * @throws FailureError `not_found`, `bad_request` with what is in the way, `file_changed`, `file_error`
   */
  async move(moves: readonly LibraryMove[], edits: readonly TextEdit[] = []): Promise<Step[]> {
    const leaving = new Set(moves.map(({ from }) => join(this.root, from)));
    const arriving = new Set(moves.map(({ to }) => samePathKey(to)));
    if (leaving.size < moves.length || arriving.size < moves.length) {
      throw refused("Two of these have the same name.");
    }
    for (const move of moves) await this.#checkMove(move, leaving);
    return await this.#all(async (steps) => {
      for (const { from, to } of moves) {
        const target = await placeOf(this.root, to);
        await this.#makeFolders(dirname(target), steps);
        await moveEntry(await placeOf(this.root, from), target, from);
        steps.push({ kind: "moved", from, to });
        await this.drafts.move(from, to);
      }
      for (const edit of edits) steps.push(await this.#edit(edit));
    });
  }

  async #edit({ path, text, mark }: TextEdit): Promise<Step> {
    const { file } = await regularFile(this.root, path);
    const before = await readTextFile(file, path);
    if (before.mark !== mark) {
      throw fileChanged(`${path} has changed meanwhile, so nothing was done.`, "Try again.");
    }
    const written = await replaceFile(file, bytesOf(text, path), mark, path);
    return { kind: "edited", path, before: before.text, mark: written };
  }

  async #checkMove({ from, to }: LibraryMove, leaving: ReadonlySet<string>): Promise<void> {
    const here = await statOf(await placeOf(this.root, from));
    if (here === null) throw notFound(from);
    if (to === from) throw refused(`${from} is there already.`);
    if (to.startsWith(`${from}/`)) throw refused(`${from} cannot be moved into itself.`);
    const there = await statOf(await placeOf(this.root, to));
    // Where the system does not tell upper case from lower case, it is in its own way.
    const isItself =
      samePathKey(from) === samePathKey(to) && there?.ino === here.ino && there.dev === here.dev;
    if (there !== null && !isItself) {
      throw refused(`There is a ${to} already.`, "Choose another name.");
    }
    await refuseClash(this.root, to, leaving);
  }

  /** @throws FailureError `not_found`, `file_error` */
  async remove(paths: readonly string[]): Promise<Step[]> {
    // What is below another one goes with it.
    const outer = [...new Set(paths)].filter(
      (path) => !paths.some((other) => path.startsWith(`${other}/`)),
    );
    for (const path of outer) {
      if ((await statOf(await placeOf(this.root, path))) === null) throw notFound(path);
    }
    const kept = await this.#trash.open();
    return await this.#all(async (steps) => {
      for (const path of outer) {
        const drafts = await this.drafts.below(path);
        await this.#takeAway(path, join(kept, path), drafts, steps);
        for (const [each] of drafts) await this.drafts.write(each, null);
      }
    });
  }

  /** @throws FailureError `bad_request` where something is there, `file_error` */
  async makeFolder(path: string): Promise<Step[]> {
    const place = await placeOf(this.root, path);
    if ((await statOf(place)) !== null) throw refused(`There is a ${path} already.`);
    await refuseClash(this.root, path);
    return await this.#all((steps) => this.#makeFolders(place, steps));
  }

  /**
   * Writes several files; those that are there go where removed ones go.
   * @throws FailureError `bad_request`, `file_error`
   */
  async write(files: readonly { path: string; text: string }[]): Promise<Step[]> {
    const kept = await this.#trash.open();
    return await this.#all(async (steps) => {
      for (const { path, text } of files) {
        const place = await placeOf(this.root, path);
        await refuseClash(this.root, path);
        const stats = await statOf(place);
        if (stats?.isDirectory()) throw refused(`${path} is a folder here.`);
        if (stats !== null) await this.#takeAway(path, join(kept, path), [], steps);
        await this.#makeFolders(dirname(place), steps);
        const mark = await replaceFile(place, bytesOf(text, path), null, path);
        steps.push({ kind: "written", path, mark });
      }
    });
  }

  async #takeAway(
    path: string,
    kept: string,
    drafts: Extract<Step, { kind: "removed" }>["drafts"],
    steps: Step[],
  ): Promise<void> {
    await this.#trash.take(await placeOf(this.root, path), kept, path);
    steps.push({ kind: "removed", path, kept, drafts });
  }

  async #makeFolders(folder: string, steps: Step[]): Promise<void> {
    const made = await makeFolders(folder);
    // The library's own folder stays once it is there.
    const ours = made.filter((place) => place.startsWith(join(this.root, sep)));
    for (const place of ours) steps.push({ kind: "folder", place });
  }

  /** Takes back what was done where a step cannot be done. */
  async #all(work: (steps: Step[]) => Promise<void>): Promise<Step[]> {
    const steps: Step[] = [];
    try {
      await work(steps);
    } catch (error) {
      try {
        await takeBack(this.root, this.drafts, steps);
      } catch (another) {
        const { message } = toFailure(error);
        throw fileError(`${message} What was done before that is not wholly taken back`, another);
      }
      throw error;
    }
    return steps;
  }
}
