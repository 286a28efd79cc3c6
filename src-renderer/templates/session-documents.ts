import type { Failure } from "../../src-shared/failure";
import type { LibraryName } from "../../src-shared/library";
import type { TextEditor } from "../editor/text-editor";
import { type DocumentState, type OpenDocument, openDocument } from "../library/document-store";

interface Held {
  document: OpenDocument;
  end: () => void;
}

/** The files that a tab has open: the template and the data sets that it has needed, or the tool. */
export class SessionDocuments {
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<() => void>();
  private isDisposed = false;

  constructor(private readonly library: LibraryName = "templates") {}

  /** The document of a file; opened where it is not open yet. */
  get(path: string): OpenDocument {
    const known = this.held.get(path);
    if (known !== undefined) return known.document;
    const document = openDocument(this.library, path);
    const end = document.state.subscribe(() => this.tell());
    this.held.set(path, { document, end });
    return document;
  }

  /** @returns null while it is not there yet */
  textOf(path: string): string | null {
    return this.get(path).state.getState().text;
  }

  /** What the file would be if it were saved now: with its byte order mark, and all its kinds of line ends. */
  fileTextOf(path: string): string | null {
    return this.get(path).fileText();
  }

  /** Resolves with the text as soon as it is there, which may be when the file is one that can be read. */
  loaded(path: string): Promise<string> {
    return this.when(path, ({ text }) => text);
  }

  /** Resolves with the text, or with why there is none. */
  read(path: string): Promise<string | Failure> {
    return this.when(path, ({ text, failure }) => text ?? failure);
  }

  private when<T>(path: string, find: (document: DocumentState) => T | null): Promise<T> {
    const { state } = this.get(path);
    return new Promise((resolve) => {
      let end = () => {};
      const look = () => {
        const found = find(state.getState());
        if (found === null) return;
        end();
        resolve(found);
      };
      end = state.subscribe(look);
      look();
    });
  }

  edit(path: string, text: string): void {
    this.get(path).edit(text);
  }

  /** Has an editor and a file go with each other. */
  bind(path: string, editor: TextEditor): void {
    // The tab was closed while its editor was made: nothing is opened again.
    if (this.isDisposed) return;
    const document = this.get(path);
    let own = editor.text();
    editor.onChange((text) => {
      own = text;
      document.edit(text);
    });
    editor.onBlur(() => document.keepDraft());
    document.state.subscribe(({ text }) => {
      if (text === null || text === own) return;
      own = text;
      editor.setText(text);
    });
  }

  close(path: string): void {
    const known = this.held.get(path);
    this.held.delete(path);
    known?.end();
    known?.document.close();
    this.tell();
  }

  isUnsaved(): boolean {
    return [...this.held.values()].some(({ document }) => document.state.getState().isDirty);
  }

  /** Saves what is not saved. @returns why that could not be done, or null */
  async save(): Promise<Failure | null> {
    for (const { document } of this.held.values()) {
      const failure = await document.save();
      if (failure !== null) return failure;
    }
    return null;
  }

  /** Forgets what is not saved. */
  discard(): void {
    for (const { document } of this.held.values()) document.discard();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const { document, end } of this.held.values()) {
      end();
      document.close();
    }
    this.held.clear();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
