import { createStore } from "zustand/vanilla";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { KeptEditor } from "../editor/kept-editor";
import type { Decoration, TextEditor } from "../editor/text-editor";
import { hostById } from "../hosts/hosts-store";
import type { OpenDocument } from "../library/document-store";
import { recall, remember } from "../shell/remembered";
import { SessionDocuments } from "../templates/session-documents";
import { holdOwnTools, readOwnTools } from "./own-tools-store";
import { toolEditor } from "./tool-editor";

/** The host that was chosen last in any tab is where the next one begins. */
const HOST = "toolHost";

interface OwnToolState {
  /** The host that its methods are called on. */
  hostId: string;
  /** What is marked in its text. */
  problems: { errors: number; warnings: number };
}

/** A file of own tools that is open: its text, and what is read out of it at every change. */
export class OwnToolSession {
  readonly documents = new SessionDocuments("tools");
  readonly document: OpenDocument;
  readonly state = createStore<OwnToolState>(() => ({
    hostId: firstHost(),
    problems: { errors: 0, warnings: 0 },
  }));
  readonly source: KeptEditor<TextEditor>;
  private readonly ends: (() => void)[];
  private readText: string | null = null;
  /** A place that was to be shown before there was an editor. */
  private place: { line: number; column: number } | null = null;
  private failed: { line: number; words: string } | null = null;

  constructor(readonly path: string) {
    this.document = this.documents.get(path);
    this.source = toolEditor(this);
    this.ends = [holdOwnTools(path), this.documents.subscribe(() => this.update())];
    this.update();
  }

  /** The text as it stands in the editor; null until it is there. */
  text(): string | null {
    return this.document.state.getState().text;
  }

  /** Goes to a place in the text; as soon as that is there. */
  goTo(line: number, column = 1): void {
    this.place = { line, column };
    this.showPlace();
    this.source.focus();
  }

  /** Shows the place that was asked for, where there is an editor to show it in. */
  showPlace(editor = this.source.editor): void {
    if (this.place === null || editor === null) return;
    const { line, column } = this.place;
    this.place = null;
    editor.reveal(line, column);
    const place = { line, column: 1, endLine: line, endColumn: 1 };
    editor.setDecorations("revealed", [{ ...place, lineClassName: "revealed-line" }]);
  }

  /** Goes to the next of the marks in the text, and shows what it says. */
  goToProblem(): void {
    this.source.editor?.goToProblem();
  }

  chooseHost(hostId: string): void {
    this.state.setState({ hostId });
    remember(HOST, hostId);
  }

  /** Marks the line at which a call failed, until something is typed; null for none. */
  markFailure(failed: { line: number; words: string } | null): void {
    this.failed = failed;
    this.showFailure();
  }

  showFailure(editor = this.source.editor): void {
    editor?.setDecorations("failure", this.failed === null ? [] : failureMarks(this.failed));
  }

  dispose(): void {
    this.source.dispose();
    this.documents.dispose();
    for (const end of this.ends) end();
  }

  private update(): void {
    const text = this.text();
    if (text === null || text === this.readText) return;
    this.readText = text;
    void readOwnTools(this.path, text);
  }
}

function firstHost(): string {
  const last = recall(HOST);
  return last !== null && hostById(last) !== undefined ? last : LOCAL_HOST_ID;
}

/** Behind the last character of any line. */
const LINE_END = 1_000_000;

function failureMarks({ line, words }: { line: number; words: string }): Decoration[] {
  const whole = { line, column: 1, endLine: line, endColumn: 1 };
  const end = { line, column: LINE_END, endLine: line, endColumn: LINE_END };
  return [
    { ...whole, lineClassName: "failed-line" },
    { ...end, after: { text: `   ${words}`, className: "failure-words" } },
  ];
}
