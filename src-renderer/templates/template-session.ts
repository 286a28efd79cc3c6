import { createStore, type StoreApi } from "zustand/vanilla";
import type { DataProblem } from "../../src-shared/data-set";
import type { KeptEditor } from "../editor/kept-editor";
import type { DiffView, TextEditor } from "../editor/text-editor";
import { useFacts } from "../hosts/facts-store";
import { useHosts } from "../hosts/hosts-store";
import { gatherFactsOf } from "./chosen-host";
import { type ContextChoice, isSameChoice, noContext } from "./context-choice";
import { ContextSource } from "./context-source";
import { dataEditor } from "./data-editor";
import { diffOutput } from "./diff-output";
import { factsEditor } from "./facts-editor";
import { outputEditor } from "./output-editor";
import { PreviewSide } from "./preview-side";
import type { Problem } from "./problems";
import { SessionDocuments } from "./session-documents";
import { templateEditor } from "./template-editor";
import { templateOf } from "./templates-store";

/** How the output is shown: as text, with signs for what is invisible, or compared with that of other data. */
export type OutputMode = "text" | "invisible" | "diff";

export interface TemplateState {
  choice: ContextChoice;
  /** What is compared with, or stands beside it: what was chosen before, unless a person chose. */
  other: ContextChoice | null;
  mode: OutputMode;
  /** Two previews side by side. */
  isDouble: boolean;
  /** Where the cursor is in the template, from 1. */
  cursorLine: number;
  cursorColumn: number;
  /** What is wrong with the chosen data set. */
  problems: readonly DataProblem[];
}

/**
 * A template that is open: its text and data sets, the previews made of them, and what a person
 * chose. It renders at every change of any of these, without waiting for more.
 */
export class TemplateSession {
  readonly state: StoreApi<TemplateState>;
  readonly documents = new SessionDocuments();
  readonly first: PreviewSide;
  readonly second: PreviewSide;
  readonly source: KeptEditor<TextEditor>;
  readonly facts: KeptEditor<TextEditor>;
  readonly firstOutput: KeptEditor<TextEditor>;
  readonly secondOutput: KeptEditor<TextEditor>;
  readonly difference: KeptEditor<DiffView>;
  private readonly dataEditors = new Map<string, KeptEditor<TextEditor>>();
  private readonly contexts: ContextSource;
  private readonly ends: (() => void)[];
  private isDisposed = false;

  constructor(
    readonly path: string,
    choice: ContextChoice,
  ) {
    this.state = createStore<TemplateState>(() => ({
      choice,
      other: null,
      mode: "text",
      isDouble: false,
      cursorLine: 1,
      cursorColumn: 1,
      problems: [],
    }));
    this.first = new PreviewSide(`${path}#first`);
    this.second = new PreviewSide(`${path}#second`);
    this.contexts = new ContextSource((set) => this.documents.textOf(set));
    this.source = templateEditor(this);
    this.facts = factsEditor(this);
    this.firstOutput = outputEditor(this, this.first, "Output");
    this.secondOutput = outputEditor(this, this.second, "Output of the second preview");
    this.difference = diffOutput(this);
    this.ends = [
      this.documents.subscribe(() => this.update()),
      useHosts.subscribe(() => this.update()),
      useFacts.subscribe(() => this.update()),
    ];
    this.documents.get(path);
    this.update();
  }

  /** Chooses the data. What was chosen before is what the output is compared with. */
  choose(choice: ContextChoice): void {
    const before = this.state.getState();
    if (isSameChoice(choice, before.choice)) return;
    const isBeside = before.isDouble || before.mode === "diff";
    const other = isBeside && before.other !== null ? before.other : before.choice;
    this.change({ choice, other: isSameChoice(other, choice) ? before.choice : other });
  }

  chooseOther(other: ContextChoice): void {
    this.change({ other });
  }

  swap(): void {
    const { choice, other } = this.state.getState();
    if (other !== null) this.change({ choice: other, other: choice });
  }

  setMode(mode: OutputMode): void {
    const { other } = this.state.getState();
    this.change({ mode, other: other ?? this.otherData() });
  }

  setDouble(isDouble: boolean): void {
    const { other, mode } = this.state.getState();
    this.change({
      isDouble,
      other: other ?? this.otherData() ?? noContext,
      mode: mode === "diff" ? "text" : mode,
    });
  }

  setCursor(cursorLine: number, cursorColumn: number): void {
    this.state.setState({ cursorLine, cursorColumn });
  }

  /** The editor of a data set. */
  dataEditor(path: string): KeptEditor<TextEditor> {
    const known = this.dataEditors.get(path);
    if (known !== undefined) return known;
    const made = dataEditor(this, path);
    this.dataEditors.set(path, made);
    return made;
  }

  /** Goes on with another data set wherever one was chosen that is not there any more. */
  replace(dataSet: string, by: string | null): void {
    const { choice, other } = this.state.getState();
    const next = (each: ContextChoice) =>
      each.dataSet === dataSet ? { ...each, dataSet: by } : each;
    this.dataEditors.get(dataSet)?.dispose();
    this.dataEditors.delete(dataSet);
    this.change({ choice: next(choice), other: other === null ? null : next(other) });
    this.documents.close(dataSet);
  }

  /** Goes to a place in the template, or in the data set that is chosen. */
  goTo(where: Problem["where"], line: number, column = 1): void {
    const { dataSet } = this.state.getState().choice;
    const kept = where === "Template" || dataSet === null ? this.source : this.dataEditor(dataSet);
    kept.editor?.reveal(line, column);
    kept.focus();
  }

  /** The context that is chosen, with what was readable of it. */
  context() {
    return this.contexts.get(this.state.getState().choice);
  }

  /** Has something ended with the session; at once where that is over. */
  onDispose(end: () => void): void {
    if (this.isDisposed) end();
    else this.ends.push(end);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const end of this.ends) end();
    for (const kept of [
      this.source,
      this.facts,
      this.firstOutput,
      this.secondOutput,
      this.difference,
      ...this.dataEditors.values(),
    ]) {
      kept.dispose();
    }
    this.documents.dispose();
  }

  /** What to compare with while nothing else was ever chosen: another data set, else the same without its host. */
  private otherData(): ContextChoice | null {
    const { choice } = this.state.getState();
    const set = templateOf(this.path).dataSets.find(({ path }) => path !== choice.dataSet);
    if (set !== undefined) return { ...choice, dataSet: set.path };
    return choice.hostId === null ? null : { ...choice, hostId: null };
  }

  private change(more: Partial<TemplateState>): void {
    this.state.setState(more);
    this.update();
  }

  private update(): void {
    const { choice, other, mode, isDouble, problems } = this.state.getState();
    const shown = isDouble || mode === "diff" ? [choice, other] : [choice];
    for (const each of shown) {
      if (each?.dataSet != null) this.documents.get(each.dataSet);
      if (each?.hostId != null) gatherFactsOf(each.hostId);
    }
    // As a host would get it: an editor has one kind of line ends, a file may mix them.
    const source = this.documents.fileTextOf(this.path);
    if (source === null) return;
    const chosen = this.contexts.get(choice);
    if (chosen === null) return;
    if (chosen.problems !== problems) this.state.setState({ problems: chosen.problems });
    this.first.render(source, chosen.context);
    const beside = shown[1] == null ? null : this.contexts.get(shown[1]);
    if (beside !== null) this.second.render(source, beside.context);
  }
}
