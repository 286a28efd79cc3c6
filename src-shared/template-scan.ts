import { type Emit, type PythonState, type PythonToken, scanPython } from "./python-scan";

/**
 * A template line by line (design 4): text with expressions, statements, comments. The engine that renders is
 * another one and has the last word; this one is for the editor and reads on where a template is wrong.
 */

/** What is open at the beginning of a line: "" where a line of the template begins. */
export type TemplateState = PythonState;

export type TemplateToken = PythonToken | "text" | "escape" | "template.comment";

export type LineKind = "text" | "statement" | "comment";

export interface ScannedLine {
  /** What the line is; one that goes on with an expression or a statement is of its kind. */
  kind: LineKind;
  /** What is open behind it. */
  state: TemplateState;
  /** What is open just before the line end: "" in text. */
  inside: TemplateState;
  /** For a statement: where its code ends on this line, comment and blanks left out. */
  codeEnd: number;
}

const HEAD = /^[ \t]*(%%?|##)/;
const STOP = /\\?\$\{/g;
/** A line that no Python can have within an expression: a statement that begins, though something was left open. */
const STATEMENT =
  /^[ \t]*%[ \t]*(?:for|if|while|with|try|def|class|elif|else|except|finally|end(?:for|if|while|with|try|def|class))\b/;
const TERMINATOR = /^[ \t]*%[ \t\f]*end(?:for|if|while|with|try|def|class)?[ \t]*(?:#|$)/;
const IN_STRING = /[A-P]/;

/** Reads one line. @param line without its line end */
export function scanTemplateLine(
  line: string,
  before: TemplateState,
  emit: Emit<TemplateToken>,
): ScannedLine {
  const isLeftOpen = before !== "" && !IN_STRING.test(before) && STATEMENT.test(line);
  const state = isLeftOpen ? "" : before;
  if (state.startsWith("%")) return statement(line, 0, state, emit);
  if (state !== "") return text(line, 0, state, emit);
  const head = HEAD.exec(line);
  const mark = head?.[1];
  const at = head?.[0].length ?? 0;
  if (mark === "##") {
    emit(0, "template.comment");
    return { kind: "comment", state: "", inside: "", codeEnd: 0 };
  }
  if (mark === "%") {
    emit(0, "");
    emit(at - 1, "template");
    const isEnd = TERMINATOR.test(line);
    return statement(line, at, "%", (start, type) =>
      emit(start, isEnd && type === "identifier" ? "keyword" : type),
    );
  }
  if (mark === undefined) return text(line, 0, "", emit);
  emit(0, "text");
  emit(at - 2, "escape");
  emit(at - 1, "text");
  return text(line, at, "", emit);
}

function statement(
  line: string,
  from: number,
  state: TemplateState,
  emit: Emit<TemplateToken>,
): ScannedLine {
  const stop = scanPython(line, from, state, emit);
  const code = stop.comment < 0 ? line : line.slice(0, stop.comment);
  return {
    kind: "statement",
    state: stop.state,
    inside: stop.inside,
    codeEnd: code.trimEnd().length,
  };
}

function text(
  line: string,
  from: number,
  before: TemplateState,
  emit: Emit<TemplateToken>,
): ScannedLine {
  let at = from;
  let state = before;
  let inside = before;
  if (state !== "") ({ at, state, inside } = scanPython(line, at, state, emit));
  while (state === "" && at < line.length) {
    STOP.lastIndex = at;
    const stop = STOP.exec(line);
    const end = stop?.index ?? line.length;
    if (end > at) emit(at, "text");
    if (stop === null) break;
    at = STOP.lastIndex;
    if (stop[0] === "${") {
      emit(end, "template");
      ({ at, state, inside } = scanPython(line, at, "$", emit));
    } else {
      emit(end, "escape");
      emit(end + 1, "text");
    }
  }
  return { kind: "text", state, inside, codeEnd: 0 };
}
