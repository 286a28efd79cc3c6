import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../../src-shared/failure";
import type { LibraryName } from "../../src-shared/library";
import { ipc } from "../ipc";

export interface DocumentState {
  text: string | null;
  saved: string;
  mark: string | null;
  isDirty: boolean;
  failure: Failure | null;
}

export class OpenDocument {
  readonly state: StoreApi<DocumentState> = createStore<DocumentState>(() => ({
    text: null,
    saved: "",
    mark: null,
    isDirty: false,
    failure: null,
  }));

  constructor(
    readonly library: LibraryName,
    readonly path: string,
  ) {
    void this.load();
  }

  async load(): Promise<void> {
    const reply = await ipc.libraryRead({ library: this.library, path: this.path });
    if (!reply.ok) return this.state.setState({ failure: reply.failure });
    const { text, mark } = reply.value;
    this.state.setState({ text, saved: text, mark, isDirty: false, failure: null });
  }

  edit(text: string): void {
    this.state.setState(({ saved }) => ({ text, isDirty: text !== saved }));
  }

  keepDraft(): void {}

  async save(): Promise<Failure | null> {
    const { text, mark, isDirty } = this.state.getState();
    if (text === null || !isDirty) return null;
    const { library, path } = this;
    const reply = await ipc.librarySave({ library, path, text, mark });
    if (!reply.ok) return reply.failure;
    this.state.setState((now) => ({
      mark: reply.value.mark,
      saved: text,
      isDirty: now.text !== text,
    }));
    return null;
  }

  discard(): void {}
  close(): void {}
}

export function openDocument(library: LibraryName, path: string): OpenDocument {
  return new OpenDocument(library, path);
}
