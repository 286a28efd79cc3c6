import type { Preview, StopReason, TemplateFailure, UsedName } from "../../src-shared/preview";

/** A preview that has output. */
export type RenderedPreview = Preview & { output: string };

/**
 * What a preview pane shows. It never goes blank: as long as nothing newer could be
 * rendered, the last output stays, and `isStale` says that it is not of the present text.
 */
export interface PreviewView {
  shown: RenderedPreview | null;
  isStale: boolean;
  /** Of the present text; those of `shown` unless it is stale. */
  failures: readonly TemplateFailure[];
  /** Names that the template uses and the context lacks, of the present text if that can be said. */
  missing: readonly UsedName[];
  stopped: StopReason | null;
  /** Why there is no engine, in a sentence; null where there is one. */
  broken: string | null;
  /** Milliseconds that the last rendering took; null until there was one. */
  ms: number | null;
}

export const emptyView: PreviewView = {
  shown: null,
  isStale: false,
  failures: [],
  missing: [],
  stopped: null,
  broken: null,
  ms: null,
};

/** What became of a rendering, as the engine tells it. */
export type Rendering =
  | { kind: "preview"; preview: Preview; ms: number }
  | { kind: "stopped"; reason: StopReason }
  | { kind: "broken"; message: string };

const hasOutput = (preview: Preview): preview is RenderedPreview => preview.output !== null;

/** What is shown after a rendering. */
export function viewAfter(view: PreviewView, rendering: Rendering): PreviewView {
  switch (rendering.kind) {
    case "stopped":
      return {
        ...view,
        isStale: view.shown !== null,
        failures: [],
        stopped: rendering.reason,
        broken: null,
      };
    case "broken":
      return { ...view, isStale: view.shown !== null, broken: rendering.message, stopped: null };
    case "preview": {
      const { preview, ms } = rendering;
      const { failures, names } = preview;
      const missing = names.filter(({ name }) => preview.missing.includes(name));
      const rest = { failures, stopped: null, broken: null, ms };
      if (hasOutput(preview)) return { ...rest, shown: preview, isStale: false, missing };
      // What cannot be compiled has told no names either.
      return {
        ...rest,
        shown: view.shown,
        isStale: view.shown !== null,
        missing: names.length > 0 ? missing : view.missing,
      };
    }
  }
}

/** Why what is shown is not of the present text, in a sentence; null where it is. */
export function staleReason(view: PreviewView): string | null {
  const last = view.shown === null ? "" : " Above is the last output.";
  if (view.broken !== null) return `The preview does not run: ${view.broken}`;
  if (view.stopped === "time")
    return `Stopped: it ran for longer than a second. Is there a loop without an end?${last}`;
  if (view.stopped === "memory") return `Stopped: it took too much memory.${last}`;
  if (view.stopped === "crash")
    return `Stopped: it broke the Python that renders it. The next change is rendered by another.${last}`;
  const [first] = view.failures;
  if (first === undefined || first.kind !== "syntax") return null;
  return `Line ${first.line} cannot be read: ${first.message.replace(/[.!?]?$/, ".")}${last}`;
}

/** The names that are missing, but for the one that is being typed: the cursor is in it, or behind it. */
export function settledNames(
  missing: readonly UsedName[],
  cursorLine: number,
  cursorColumn: number,
): string[] {
  const isTyped = ({ name, line, column }: UsedName) =>
    line === cursorLine && cursorColumn > column && cursorColumn <= column + name.length;
  return missing.filter((each) => !isTyped(each)).map(({ name }) => name);
}
