import { editor, MarkerSeverity, MarkerTag } from "monaco-editor/editor/editor.api.js";
import type { StopReason } from "../../../src-shared/preview";
import type { Finding } from "../../../src-shared/python/analysis-schema";
import { check, type SourcePlace } from "../../python/analysis-engine";
import { shownFindings } from "./held-back";
import { keyOf, monacoRange, placeOf, sourceOf } from "./places";
import type { ToolTarget } from "./tool-target";
import { wrappedWords } from "./wrapped-words";

const OWNER = "analysis";
/** Milliseconds after the last key: then the text is read. */
const READ_AFTER = 200;
/** Milliseconds after the last key: then it counts as written. */
const WRITTEN_AFTER = 1000;

/** Of what F8 shows: the editor's font, and what stands around it. */
const CHARACTER_PX = 7.6;
const PADDING_PX = 40;
const LEAST_COLUMNS = 24;

const severities = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  // Monaco marks two characters of its own hints, and shows the sentence only there.
  hint: MarkerSeverity.Info,
};

const analyses = new WeakMap<editor.ITextModel, ToolAnalysis>();

export function analysisOf(model: editor.ITextModel): ToolAnalysis | undefined {
  return analyses.get(model);
}

export interface AnalysisListener {
  /** Told where somebody types, again and again; null when what was typed counts as written. */
  typing: (place: SourcePlace | null) => void;
  /** Told how many marks there are. */
  marked: (problems: { errors: number; warnings: number }) => void;
}

/** Keeps the marks of a tool's text up to date, as long as that is there. */
export class ToolAnalysis {
  private found: { version: number; findings: readonly Finding[] } = { version: -1, findings: [] };
  private columns = 0;
  private isTyping = false;
  private isDisposed = false;
  private readTimer: ReturnType<typeof setTimeout> | undefined;
  private writtenTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly ends: (() => void)[];

  constructor(
    private readonly model: editor.ITextModel,
    private readonly target: ToolTarget,
    private readonly listener: AnalysisListener,
  ) {
    analyses.set(model, this);
    const changes = model.onDidChangeContent(() => this.changed());
    const editors = this.editors();
    const cursors = editors.map((each) => each.onDidChangeCursorPosition(() => this.moved()));
    const sizes = editors.map((each) => each.onDidLayoutChange(() => this.sized()));
    this.ends = [
      target.subscribe(() => void this.read()),
      ...[changes, ...cursors, ...sizes].map((each) => () => each.dispose()),
    ];
    model.onWillDispose(() => this.dispose());
    void this.read();
  }

  /** What is found in the text as it is now. */
  async findings(): Promise<readonly Finding[]> {
    if (this.found.version !== this.model.getVersionId()) await this.read();
    return this.found.version === this.model.getVersionId() ? this.found.findings : [];
  }

  private dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.readTimer);
    clearTimeout(this.writtenTimer);
    for (const end of this.ends) end();
  }

  private changed(): void {
    this.isTyping = this.editors().some((each) => each.hasTextFocus());
    clearTimeout(this.readTimer);
    clearTimeout(this.writtenTimer);
    this.readTimer = setTimeout(() => void this.read(), READ_AFTER);
    this.writtenTimer = setTimeout(() => {
      this.isTyping = false;
      this.moved();
    }, WRITTEN_AFTER);
    this.listener.typing(this.typing());
  }

  /** Another place is typed at, or none any more. */
  private moved(): void {
    this.listener.typing(this.typing());
    this.show();
  }

  private typing(): SourcePlace | null {
    const focused = this.isTyping ? this.editors().find((each) => each.hasTextFocus()) : undefined;
    const position = focused?.getPosition() ?? null;
    return position === null ? null : placeOf(position);
  }

  private async read(): Promise<void> {
    clearTimeout(this.readTimer);
    const { model } = this;
    if (this.isDisposed || model.isDisposed()) return;
    const version = model.getVersionId();
    const findings = await this.check();
    if (findings === null || this.isDisposed || model.getVersionId() !== version) return;
    this.found = { version, findings };
    this.show();
  }

  /** Null where a later request is answered in the place of this one. */
  private async check(): Promise<readonly Finding[] | null> {
    try {
      const outcome = await check(keyOf(this.model), sourceOf(this.model), this.target.version());
      if (outcome.kind === "superseded") return null;
      return outcome.kind === "checked" ? outcome.findings : [notRead(outcome.reason)];
    } catch {
      // That Python did not start is told beside the text, where the methods would be.
      return [];
    }
  }

  private show(): void {
    if (this.isDisposed || this.found.version !== this.model.getVersionId()) return;
    const shown = shownFindings(this.found.findings, this.typing());
    this.columns = this.columnsNow();
    const markers = shown.map((each) => ({
      ...markerData(each),
      message: wrappedWords(each.message, this.columns),
    }));
    editor.setModelMarkers(this.model, OWNER, markers);
    const count = (severity: Finding["severity"]) =>
      shown.filter((each) => each.severity === severity).length;
    this.listener.marked({ errors: count("error"), warnings: count("warning") });
  }

  private sized(): void {
    if (this.columns !== this.columnsNow()) this.show();
  }

  /** Characters of a line of what F8 shows. */
  private columnsNow(): number {
    const width = this.editors()[0]?.getLayoutInfo().contentWidth ?? 0;
    return Math.max(LEAST_COLUMNS, Math.floor((width - PADDING_PX) / CHARACTER_PX));
  }

  private editors(): readonly editor.ICodeEditor[] {
    return editor.getEditors().filter((each) => each.getModel() === this.model);
  }
}

const reasons: Record<StopReason, string> = {
  time: "It takes too long to analyse this file.",
  memory: "There is not enough memory to analyse this file.",
  crash: "This file could not be analysed: Python ended at it.",
};

function notRead(reason: StopReason): Finding {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const message = reasons[reason];
  return {
    ...place,
    code: "not-read",
    severity: "warning",
    message,
    unnecessary: false,
    fixes: [],
  };
}

export function markerData(finding: Finding): editor.IMarkerData {
  return {
    ...monacoRange(finding),
    message: finding.message,
    severity: severities[finding.severity],
    tags: finding.unnecessary ? [MarkerTag.Unnecessary] : [],
  };
}
