import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../../src-shared/failure";
import type { LibraryDraft, LibraryFile, LibraryList, LibraryName } from "../../src-shared/library";
import { ipc } from "../ipc";
import { editorText, exactText } from "./text-form";

/** What another program has put in the place of a file that has unsaved text here. */
export type OtherText = { kind: "changed"; text: string } | { kind: "gone" };

export interface DocumentState {
  /** As an editor has it; null until it is read. */
  text: string | null;
  /** What the file has, as an editor would have it: what `text` is compared with. */
  saved: string;
  isDirty: boolean;
  /** Whether the text was typed before the app ended, and is not saved yet. */
  isRecovered: boolean;
  /** Waits for a person's choice (`keepMine` or `takeTheirs`): until then nothing is saved. */
  other: OtherText | null;
  /** Why there is no text. */
  failure: Failure | null;
  /** Why what was typed cannot be kept, or the file not be read again; the text stays. */
  trouble: Failure | null;
}

/** What is typed is kept at the latest after this long. */
const DRAFT_MS = 400;

/** An open file of a library: what is typed in it, and what becomes of the file on the disk. */
export class OpenDocument {
  readonly state: StoreApi<DocumentState> = createStore<DocumentState>(() => ({
    text: null,
    saved: "",
    isDirty: false,
    isRecovered: false,
    other: null,
    failure: null,
    trouble: null,
  }));
  /** The text with the file's own line ends and byte order mark. */
  private exact = "";
  private savedExact = "";
  /** What the file has to be for a save; null for not there. */
  private mark: string | null = null;
  /** What the file is, where it is another one. */
  private theirs: { exact: string; mark: string } | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** What is kept for the next start; null for nothing. */
  private kept: LibraryDraft | null = null;
  /** Requests follow each other, so that none undoes a later one. */
  private turn: Promise<unknown>;

  constructor(
    readonly library: LibraryName,
    public path: string,
  ) {
    this.turn = this.load();
  }

  /** Takes what was typed. It is kept for the next start soon, saved when that is asked for. */
  edit(text: string): void {
    const before = this.state.getState();
    if (before.text === null || text === before.text) return;
    this.exact = exactText(this.exact, text);
    const isDirty = this.isDirty();
    this.state.setState({ text, isDirty, isRecovered: before.isRecovered && isDirty });
    this.timer ??= setTimeout(() => void this.keepDraft(), DRAFT_MS);
  }

  /** What a save would write, which may differ from what the editor has; null until it is read. */
  fileText(): string | null {
    return this.state.getState().text === null ? null : this.exact;
  }

  /** Keeps what is not saved for the next start, now. */
  keepDraft(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    return this.inTurn(() => this.writeDraft());
  }

  /** Saves what was typed. @returns why that could not be done, or null */
  save(): Promise<Failure | null> {
    return this.inTurn(async () => {
      if (!this.isDirty()) return null;
      const { library, path, exact } = this;
      // What is typed while it is written is not saved by it.
      const reply = await ipc.librarySave({ library, path, text: exact, mark: this.mark });
      if (!reply.ok) {
        if (reply.failure.code === "file_changed") await this.read();
        return reply.failure;
      }
      this.take(exact, reply.value.mark);
      this.state.setState({ trouble: null });
      await this.writeDraft();
      return null;
    });
  }

  /** Forgets what is not saved: the text is that of the file again. */
  discard(): void {
    this.exact = this.savedExact;
    this.show();
    void this.keepDraft();
  }

  /** Lets the next save replace what another program has written, or make the file again. */
  keepMine(): void {
    this.mark = this.theirs?.mark ?? null;
    this.savedExact = this.theirs?.exact ?? "";
    this.theirs = null;
    this.state.setState({ other: null, isRecovered: false });
    this.show();
    void this.keepDraft();
  }

  /** Takes what another program has written, and forgets what was typed. */
  takeTheirs(): void {
    if (this.theirs === null) return;
    const { exact, mark } = this.theirs;
    this.exact = exact;
    this.take(exact, mark);
    void this.keepDraft();
  }

  /** Ends it with its tab. What is not saved then is kept for the next time. */
  close(): Promise<void> {
    return release(this);
  }

  /** Told what the library has now. */
  noticeFile(file: LibraryFile | undefined): void {
    void this.inTurn(async () => {
      const known = this.theirs?.mark ?? this.mark;
      const isKnown = this.state.getState().other?.kind === "gone" ? undefined : known;
      // Asked for even where the list lacks it: a list may be cut off.
      if ((file?.mark ?? null) !== (isKnown ?? null)) await this.read();
    });
  }

  private async load(): Promise<void> {
    const { library, path } = this;
    const reply = await ipc.libraryRead({ library, path });
    if (!reply.ok) return this.state.setState({ failure: reply.failure });
    const { text, mark, draft } = reply.value;
    this.exact = draft?.text ?? text;
    this.savedExact = text;
    // What was typed may replace only what it was made from.
    this.mark = draft === null ? mark : draft.mark;
    if (draft !== null) {
      this.kept = draft;
      if (draft.mark !== mark) this.noteOther(mark === null ? null : { exact: text, mark });
    }
    this.show();
    this.state.setState({ failure: null, isRecovered: draft !== null });
  }

  /** Looks what the file is now. */
  private async read(): Promise<void> {
    if (this.state.getState().text === null) return this.load();
    const { library, path } = this;
    const reply = await ipc.libraryRead({ library, path });
    if (!reply.ok && reply.failure.code !== "not_found") {
      return this.state.setState({ trouble: reply.failure });
    }
    this.state.setState({ trouble: null });
    const { mark, text: exact } = reply.ok ? reply.value : { mark: null, text: "" };
    if (mark === null) {
      if (this.mark !== null || this.theirs !== null) this.noteOther(null);
    } else if (exact === this.exact || exact === this.savedExact || !this.isDirty()) {
      // The same text by another hand, or nothing of our own to lose.
      if (!this.isDirty()) this.exact = exact;
      this.take(exact, mark);
      await this.writeDraft();
    } else {
      this.noteOther({ exact, mark });
    }
  }

  private noteOther(theirs: { exact: string; mark: string } | null): void {
    this.theirs = theirs;
    this.state.setState({
      other:
        theirs === null ? { kind: "gone" } : { kind: "changed", text: editorText(theirs.exact) },
    });
  }

  /** This is what the file is now, and what a save may replace. */
  private take(exact: string, mark: string): void {
    this.savedExact = exact;
    this.mark = mark;
    this.theirs = null;
    this.state.setState({ other: null });
    this.show();
  }

  private show(): void {
    const isDirty = this.isDirty();
    this.state.setState(({ isRecovered }) => ({
      text: editorText(this.exact),
      saved: editorText(this.savedExact),
      isDirty,
      isRecovered: isRecovered && isDirty,
    }));
  }

  private isDirty(): boolean {
    return this.exact !== this.savedExact;
  }

  private async writeDraft(): Promise<void> {
    const { library, path, exact, mark } = this;
    const draft = this.isDirty() ? { text: exact, mark } : null;
    if (draft?.text === this.kept?.text && draft?.mark === this.kept?.mark) return;
    const reply = await ipc.libraryDraft({ library, path, draft });
    if (reply.ok) this.kept = draft;
    this.state.setState({ trouble: reply.ok ? null : reply.failure });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done;
    return done;
  }
}

const open = new Map<string, { document: OpenDocument; users: number }>();
const keyOf = (library: LibraryName, path: string) => `${library}/${path}`;

/** The document of a file. Whoever opens one closes it; several may have the same. */
export function openDocument(library: LibraryName, path: string): OpenDocument {
  const key = keyOf(library, path);
  const known = open.get(key);
  if (known !== undefined) {
    known.users += 1;
    return known.document;
  }
  const document = new OpenDocument(library, path);
  open.set(key, { document, users: 1 });
  return document;
}

async function release(document: OpenDocument): Promise<void> {
  const entryOf = () => open.get(keyOf(document.library, document.path));
  const known = entryOf();
  if (known?.document !== document) return;
  known.users -= 1;
  if (known.users > 0) return;
  await document.keepDraft();
  // Who has opened it again meanwhile goes on with it: what was typed is not in the file.
  if (known.users === 0 && entryOf() === known) open.delete(keyOf(document.library, document.path));
}

/** Tells the open documents what the library has now. */
export function noticeList({ library, files }: LibraryList): void {
  const concerned = [...open.values()].filter(({ document }) => document.library === library);
  if (concerned.length === 0) return;
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const { document } of concerned) document.noticeFile(byPath.get(document.path));
}

/** Has open documents go on with the new paths of their files, or of the folders around these. */
export function followMoves(
  library: LibraryName,
  moves: readonly { from: string; to: string }[],
): void {
  for (const [key, entry] of [...open]) {
    const { document } = entry;
    if (document.library !== library) continue;
    const { path } = document;
    const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
    if (move === undefined) continue;
    open.delete(key);
    document.path = move.to + path.slice(move.from.length);
    open.set(keyOf(library, document.path), entry);
  }
}

/** Keeps what is not saved in files, or in all below folders, before something is done to these. */
export async function keepDraftsBelow(
  library: LibraryName,
  paths: readonly string[],
): Promise<void> {
  const isMeant = (path: string) =>
    paths.some((each) => path === each || path.startsWith(`${each}/`));
  const meant = [...open.values()].filter(
    ({ document }) => document.library === library && isMeant(document.path),
  );
  await Promise.all(meant.map(({ document }) => document.keepDraft()));
}

/** Keeps what is not saved in any open file. */
export function keepAllDrafts(): void {
  for (const { document } of open.values()) void document.keepDraft();
}
