import type { TargetFormat } from "../../src-shared/target-format";

/** What a text is coloured as: a format, or a template that makes one. */
export type EditorLanguage = TargetFormat | `rmote-template.${TargetFormat}`;

/** A stretch of text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface TextRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface Marker extends TextRange {
  /** A sentence. It is shown as text, never as markup. */
  message: string;
  severity: "error" | "warning" | "info";
}

export interface Decoration extends TextRange {
  /** Class of the text itself. */
  className?: string;
  /** Class of the whole lines, from margin to margin. */
  lineClassName?: string;
  /** Shown when the pointer rests there, as text. */
  hover?: string;
  /** Words after its end that are no part of the text, on one line. */
  after?: { text: string; className: string };
}

export interface EditorOptions {
  text: string;
  language: EditorLanguage;
  /** Which file it is; unique among the editors that are open. The key of `setTemplateContext`. */
  path: string;
  /** `tool` for an own tool, whose text has the URI `tool:/PATH`: at most one editor is open with each. */
  scheme?: "tool";
  /** Accessible name. */
  label: string;
  /** Such an editor lets Tab pass; in others Escape and then Tab leaves, and Ctrl+M lets it pass for good. */
  readOnly?: boolean;
}

/** A text in an editor. It follows the size of its box and the theme. */
export interface TextEditor {
  /** The text, exactly as it was given while nobody changed it. */
  text(): string;
  /**
   * Puts another text in place of what differs, as one step that can be undone. The cursor stays with the text
   * around it. Listeners of `onChange` are not told.
   */
  setText(text: string): void;
  /** Tells each change of a person's, an undo among them. */
  onChange(listener: (text: string) => void): () => void;
  /** Brings a place into view and puts the cursor there. */
  reveal(line: number, column?: number): void;
  /** Brings a line into view where it is not; the cursor stays. */
  bringIntoView(line: number): void;
  /** Where the cursor is. */
  cursor(): { line: number; column: number };
  focus(): void;
  setMarkers(markers: readonly Marker[]): void;
  /** Decorations of one kind, in place of those of the same key. */
  setDecorations(key: string, decorations: readonly Decoration[]): void;
  onCursor(listener: (line: number, column: number) => void): () => void;
  /** Tells that the editor lost the focus. */
  onBlur(listener: () => void): () => void;
  /** Tells where a person clicked into the text, or beside it on its line. */
  onClick(listener: (line: number, column: number) => void): () => void;
  setReadOnly(readOnly: boolean): void;
  setLanguage(language: EditorLanguage): void;
  /** Wraps long lines in all editors, or in none. */
  toggleWordWrap(): void;
  /** Makes blanks, tabs and line ends visible. */
  setInvisibles(on: boolean): void;
  /** Goes to the other end of the block, or of the brackets, at the cursor. */
  goToMatch(): void;
  /** Goes to the next marker behind the cursor and shows it, from the last one to the first. */
  goToProblem(): void;
  /** Runs the format command of the language. @returns when it is done */
  format(): Promise<void>;
  dispose(): void;
}

export interface DiffOptions {
  original: string;
  modified: string;
  language: EditorLanguage;
  label: string;
  /** Otherwise one under the other. */
  sideBySide: boolean;
}

/** Two texts compared, to read. */
export interface DiffView {
  setTexts(original: string, modified: string): void;
  setSideBySide(on: boolean): void;
  /** Goes to the next change, or the one before. */
  goToChange(direction: "next" | "previous"): void;
  focus(): void;
  dispose(): void;
}
