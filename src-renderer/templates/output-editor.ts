import { formatOf } from "../../src-shared/target-format";
import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { Decoration, TextEditor } from "../editor/text-editor";
import { changedLines, type LineRange, outputLinesOf } from "./line-ranges";
import { shownPosition, shownText, type TextMode } from "./output-text";
import type { PreviewSide } from "./preview-side";
import type { RenderedPreview } from "./preview-view";
import type { TemplateSession } from "./template-session";

/** How long a changed line is marked, in milliseconds: as long as its animation takes. */
const FLASH_MS = 700;
/** As many stretches as one sees at once. */
const MOST_FLASHES = 100;

/**
 * The output of one preview. It is written straight from the preview's store, not through React: what
 * is between a key and its output is felt.
 */
export function outputEditor(
  session: TemplateSession,
  side: PreviewSide,
  label: string,
): KeptEditor<TextEditor> {
  return new KeptEditor(async (box) => {
    const { createTextEditor } = await loadEditor();
    const editor = createTextEditor(box, {
      text: "",
      language: formatOf(session.path),
      path: `output ${side.key}`,
      label,
      readOnly: true,
    });
    const output = new Output(editor);
    const modeNow = (): TextMode =>
      session.state.getState().mode === "invisible" ? "invisible" : "text";
    const show = () => {
      const { shown } = side.view.getState();
      if (shown !== null) output.show(shown, modeNow());
      link(false);
    };
    const link = (isMoved: boolean) => {
      const { shown } = side.view.getState();
      const ranges = outputLinesOf(shown?.lines ?? [], session.state.getState().cursorLine);
      editor.setDecorations("linked", ranges.map(lines("linked-line")));
      const [first] = ranges;
      if (isMoved && first !== undefined) editor.bringIntoView(first.first);
    };
    side.view.subscribe((view, before) => {
      if (view.shown !== before.shown) show();
    });
    session.state.subscribe((state, before) => {
      if (state.mode !== before.mode) show();
      else if (state.cursorLine !== before.cursorLine) link(true);
    });
    editor.onClick((line) => {
      const from = side.view.getState().shown?.lines[line - 1];
      if (from !== undefined) session.goTo("Template", from);
    });
    show();
    return editor;
  });
}

/** What an output editor has in it. */
class Output {
  private text = "";
  private mode: TextMode | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly editor: TextEditor) {}

  show(shown: RenderedPreview, mode: TextMode): void {
    const text = shownText(shown.output, mode);
    const isFirst = this.mode === null;
    const changed = isFirst || mode !== this.mode ? [] : changedLines(this.text, text);
    if (text !== this.text) this.editor.setText(text);
    this.text = text;
    this.mode = mode;
    this.editor.setDecorations("failure", failurePlaces(shown, mode));
    this.flash(changed);
  }

  /** Marks lines for a moment, once. */
  private flash(ranges: readonly LineRange[]): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    clearTimeout(this.timer);
    this.editor.setDecorations("flash", ranges.slice(0, MOST_FLASHES).map(lines("flash-line")));
    if (ranges.length === 0) return;
    this.timer = setTimeout(() => this.editor.setDecorations("flash", []), FLASH_MS);
  }
}

const lines =
  (lineClassName: string) =>
  ({ first, last }: LineRange): Decoration => ({
    line: first,
    column: 1,
    endLine: last,
    endColumn: 1,
    lineClassName,
  });

function failurePlaces({ output, failures }: RenderedPreview, mode: TextMode): Decoration[] {
  return failures.flatMap(({ output: place, message, line }) => {
    if (place === null) return [];
    const start = shownPosition(output, place.start, mode);
    const end = shownPosition(output, place.end, mode);
    return [
      {
        line: start.line,
        column: start.column,
        endLine: end.line,
        endColumn: end.column,
        className: "failed-place",
        hover: `Line ${line} of the template: ${message}`,
      },
    ];
  });
}
