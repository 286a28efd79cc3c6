import { dirname, join } from "node:path";
import { toFailure } from "../../src-shared/failure";
import type {
  LibraryChange,
  LibraryDraft,
  LibraryList,
  LibraryMove,
  LibraryName,
  LibraryText,
} from "../../src-shared/library";
import type { Folders } from "../settings/folders";
import { Changes, type TextEdit } from "./changes";
import { Drafts } from "./drafts";
import { refused } from "./failures";
import { LibraryHistory } from "./history";
import { LibraryWatcher } from "./library-watcher";
import { makeFolders, placeOf, refuseClash, regularFile, statOf } from "./place";
import { type Scan, scanLibrary } from "./scan";
import { type Step, takeBack } from "./steps";
import { bytesOf, readTextFile, replaceFile } from "./text-file";

/** A folder of the user's files. Uses of it wait for each other, or one would see half of another. */
export class Library {
  readonly folder: string;
  readonly #changes: Changes;
  readonly #drafts: Drafts;
  readonly #history = new LibraryHistory();
  readonly #watcher = new LibraryWatcher(() => this.#noticed());
  #isWatching = false;
  /** What was told last, to tell nothing twice. */
  #told = "";
  #last: LibraryList;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param onChange told whenever the list is another one, whoever changed it */
  constructor(
    readonly name: LibraryName,
    folders: Pick<Folders, "data" | "state">,
    private readonly onChange: (list: LibraryList) => void,
  ) {
    this.folder = join(folders.data, name);
    this.#last = { library: name, folder: this.folder, files: [], folders: [], problems: [] };
    this.#drafts = new Drafts(folders.state, name);
    this.#changes = new Changes(this.folder, this.#drafts, folders.state, name);
  }

  /** @throws FailureError `file_error` */
  list(): Promise<LibraryList> {
    return this.#inTurn(() => this.#list());
  }

  /** @throws FailureError `not_found`, `bad_request`: no text of the library; `too_large`, `file_error` */
  read(path: string): Promise<LibraryText> {
    return this.#inTurn(async () => {
      const draft = await this.#drafts.read(path);
      const isThere = (await statOf(await placeOf(this.folder, path))) !== null;
      // What was typed is not lost with the file.
      if (!isThere && draft !== null) return { text: "", mark: null, draft };
      const { file } = await regularFile(this.folder, path);
      const { text, mark } = await readTextFile(file, path);
      return { text, mark, draft: draft?.text === text ? null : draft };
    });
  }

  /** Where a file is on this machine. @throws FailureError `not_found`, `bad_request`, `file_error` */
  async fileOf(path: string): Promise<string> {
    return (await regularFile(this.folder, path)).file;
  }

  /**
   * @param mark what the text was made from; null for a file that must not be there yet
   * @returns the mark of what was written
   * @throws FailureError `file_changed` where another content is there, `bad_request`, `file_error`
   */
  save(path: string, text: string, mark: string | null): Promise<string> {
    return this.#inTurn(async () => {
      const bytes = bytesOf(text, path);
      const place = await placeOf(this.folder, path);
      const isThere = (await statOf(place)) !== null;
      if (mark === null) {
        await refuseClash(this.folder, path);
        if (!isThere) await makeFolders(dirname(place));
      }
      const file = isThere && mark !== null ? (await regularFile(this.folder, path)).file : place;
      return await replaceFile(file, bytes, mark, path);
    });
  }

  /**
   * Moves files and folders, and edits texts that have to say so; all of it or nothing.
   * @param edits under the paths that the files have then
   * @throws FailureError `not_found`, `bad_request` with what is in the way, `file_changed`, `file_error`
   */
  async move(
    moves: readonly LibraryMove[],
    edits: readonly TextEdit[] = [],
  ): Promise<LibraryChange> {
    const change = await this.#change(() => this.#changes.move(moves, edits));
    return { ...change, moves: [...moves] };
  }

  /** @throws FailureError `not_found`, `file_error` */
  remove(paths: readonly string[]): Promise<LibraryChange> {
    return this.#change(() => this.#changes.remove(paths));
  }

  /** @throws FailureError `bad_request` where something is there, `file_error` */
  makeFolder(path: string): Promise<LibraryChange> {
    return this.#change(() => this.#changes.makeFolder(path));
  }

  /** Writes several files, in the place of those that are there. @throws FailureError `bad_request`, `file_error` */
  write(files: readonly { path: string; text: string }[]): Promise<LibraryChange> {
    return this.#change(() => this.#changes.write(files));
  }

  /**
   * Takes a change back.
   * @returns null where it is not one of this library, or not remembered any more
   * @throws FailureError `file_changed` where the same files have changed since, `file_error`
   */
  undo(undoId: string): Promise<LibraryList | null> {
    return this.#inTurn(async () => {
      const steps = this.#history.find(undoId);
      if (steps === undefined) return null;
      await takeBack(this.folder, this.#drafts, steps);
      this.#history.forget(undoId);
      return await this.#list();
    });
  }

  /** Keeps what was typed; null forgets it. @throws FailureError `file_error`, `bad_request` */
  draft(path: string, draft: LibraryDraft | null): Promise<void> {
    return this.#inTurn(async () => {
      if (draft !== null && !draft.text.isWellFormed()) {
        throw refused(`The text of ${path} has half of a character.`, "Remove it from the text.");
      }
      await this.#drafts.write(path, draft);
    });
  }

  /** The paths with unsaved text. @throws FailureError `file_error` */
  drafts(): Promise<string[]> {
    return this.#inTurn(() => this.#drafts.paths());
  }

  /** Tells of changes by other programs from now on. @throws FailureError `file_error` */
  async watch(): Promise<void> {
    this.#isWatching = true;
    await this.list();
  }

  async close(): Promise<void> {
    this.#isWatching = false;
    this.#watcher.close();
    await this.#turn;
  }

  #change(work: () => Promise<Step[]>): Promise<LibraryChange> {
    return this.#inTurn(async () => {
      const undoId = this.#history.remember(await work());
      return { list: await this.#list(), undoId };
    });
  }

  async #list(): Promise<LibraryList> {
    let scan: Scan;
    do scan = await scanLibrary(this.folder);
    while (this.#isWatching && this.#watcher.follow(this.folder, scan.folders));
    const others = [this.#watcher.problem, ...this.#drafts.problems].filter(
      (each) => each !== null,
    );
    const list: LibraryList = {
      library: this.name,
      folder: this.folder,
      files: scan.files,
      folders: [...scan.folders.keys()].sort(),
      problems: [...scan.problems, ...others],
    };
    this.#last = list;
    this.#tell(list);
    return list;
  }

  #tell(list: LibraryList): void {
    const text = JSON.stringify(list);
    if (text === this.#told) return;
    this.#told = text;
    if (this.#isWatching) this.onChange(list);
  }

  #noticed(): void {
    this.list().catch((error) => {
      // What was listed before stays: nothing says that it is gone.
      this.#tell({ ...this.#last, problems: [toFailure(error).message] });
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
