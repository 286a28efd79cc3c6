/**
 * Reads Python code line by line, for colours and to find where it ends. F-strings are read as Python 3.12 and
 * newer do. Code that is wrong, as it is while somebody types, is read on as well as can be.
 */

/**
 * What is open, the innermost last, a character each; "" for nothing:
 * `$` a template's expression, `%` a template's statement, `( [ {` brackets, `f` the field of an f-string, `:` the
 * format in a field, and a letter of `A` to `P` a string (see `stringFrame`).
 */
export type PythonState = string;

export type PythonToken =
  | ""
  | "comment"
  | "string"
  | "string.escape"
  | "number"
  | "keyword"
  | "constant"
  | "builtin"
  | "identifier"
  | "delimiter"
  | "template";

/** Told each token at its beginning, in order; it ends where the next begins. */
export type Emit<Token extends string> = (start: number, token: Token) => void;

export interface PythonStop {
  /** Where the code ends on this line, or the line's length. */
  at: number;
  /** What is open behind it. */
  state: PythonState;
  /** What is open just before a line end there, which may end some of it. */
  inside: PythonState;
  /** Where the last comment begins that ends a statement; -1 for none. */
  comment: number;
}

export const PYTHON_KEYWORDS = words(
  "and as assert async await break class continue def del elif else except finally for from global if import in is" +
    " lambda nonlocal not or pass raise return try while with yield",
);
export const PYTHON_CONSTANTS = words("True False None Ellipsis NotImplemented");
export const PYTHON_BUILTINS = words(
  "abs all any ascii bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod enumerate" +
    " eval exec filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass" +
    " iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed" +
    " round set setattr slice sorted staticmethod str sum super tuple type vars zip" +
    " Exception ArithmeticError AttributeError IndexError KeyError LookupError NameError OSError RuntimeError" +
    " StopIteration TypeError UnicodeError ValueError ZeroDivisionError",
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

const CODE =
  /(?<blank>[ \t\f\r]+)|(?<comment>#.*)|(?<prefix>[rRbBuUfFtT]{0,2})(?<quote>'''|"""|'|")|(?<number>(?:\d[\d_]*\.?|\.\d)(?:[\w.]|(?<=[eE])[+-])*)|(?<name>[\p{L}_][\p{L}\p{N}\p{M}_]*)|(?<bracket>[()[\]{}])|(?<other>\\.?|.)/suy;
const PREFIXES = /^(?:[rbuft]|br|rb|fr|rf|tr|rt)?$/i;
const QUOTES = ["'", '"', "'''", '"""'];
const OPENERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** The frame of a string: the number of its quote, 4 more where it has fields, 8 more where it is raw. */
function stringFrame(quote: string, prefix: string): string {
  const number =
    QUOTES.indexOf(quote) + (/[ft]/i.test(prefix) ? 4 : 0) + (/r/i.test(prefix) ? 8 : 0);
  return String.fromCharCode(65 + number);
}

/**
 * Reads a line from a place on.
 * @param state what is open there; not ""
 * @returns where the code ends: behind the brace of its `$`, or at the end of the line. There a statement has ended
 * where the state is "".
 */
export function scanPython(
  line: string,
  from: number,
  state: PythonState,
  emit: Emit<PythonToken>,
): PythonStop {
  const scan = new Scan(line, from, state, emit);
  while (scan.at < line.length && scan.state !== "") {
    const top = scan.state.at(-1) ?? "";
    if (top >= "A" && top <= "P") scan.string(top);
    else if (top === ":") scan.format();
    else scan.code(top);
  }
  const inside = scan.state;
  if (scan.at >= line.length && scan.state !== "") scan.endLine();
  return { at: scan.at, state: scan.state, inside, comment: scan.comment };
}

class Scan {
  comment = -1;
  private isContinued = false;

  constructor(
    private readonly line: string,
    public at: number,
    public state: PythonState,
    private readonly emit: Emit<PythonToken>,
  ) {}

  code(top: string): void {
    CODE.lastIndex = this.at;
    const groups = CODE.exec(this.line)?.groups ?? {};
    const { blank, comment, prefix = "", quote, number, name, bracket, other } = groups;
    const start = this.at;
    this.at = CODE.lastIndex;
    if (blank !== undefined) this.emit(start, "");
    else if (comment !== undefined) {
      if (top === "%") this.comment = start;
      this.emit(start, "comment");
    } else if (quote !== undefined) {
      if (PREFIXES.test(prefix)) {
        this.emit(start, "string");
        this.state += stringFrame(quote, prefix);
      } else {
        this.emit(start, "identifier");
        this.at = start + prefix.length;
      }
    } else if (number !== undefined) this.emit(start, "number");
    else if (name !== undefined) this.emit(start, nameToken(name, this.line[start - 1]));
    else if (bracket !== undefined) this.bracket(start, bracket);
    else {
      this.emit(start, "delimiter");
      if (other === ":" && top === "f") this.state += ":";
      this.isContinued = other === "\\" && this.at === this.line.length;
    }
  }

  private bracket(start: number, bracket: string): void {
    const opener = OPENERS[bracket];
    if (opener === undefined) {
      this.emit(start, "delimiter");
      this.state += bracket;
      return;
    }
    // A closing bracket closes what was left open inside of it; one that closes nothing is passed over.
    const inner = this.state.slice(this.codeStart());
    const opened = Math.max(
      inner.lastIndexOf(opener),
      ...(bracket === "}" ? [inner.lastIndexOf("$"), inner.lastIndexOf("f")] : []),
    );
    if (opened < 0) {
      this.emit(start, "delimiter");
      return;
    }
    const closed = inner[opened];
    this.state = this.state.slice(0, this.state.length - inner.length + opened);
    this.emit(start, closed === "$" ? "template" : closed === "f" ? "string.escape" : "delimiter");
  }

  /** Where the frames of the innermost code begin: those of the strings around it are not its own. */
  private codeStart(): number {
    for (let i = this.state.length - 1; i >= 0; i -= 1) {
      const frame = this.state[i] ?? "";
      if (frame === "f" || frame === "$" || frame === "%") return i;
    }
    return 0;
  }

  string(frame: string): void {
    const number = frame.charCodeAt(0) - 65;
    const quote = QUOTES[number & 3] ?? "";
    const hasFields = (number & 4) !== 0;
    const { line } = this;
    while (this.at < line.length) {
      const start = this.at;
      if (line.startsWith(quote, start)) {
        this.at += quote.length;
        this.emit(start, "string");
        this.state = this.state.slice(0, -1);
        return;
      }
      const here = line[start];
      if (here === "\\") {
        this.at += hasFields && /[{}]/.test(line[start + 1] ?? "") ? 1 : 2;
        this.isContinued = this.at > line.length;
        this.emit(start, (number & 8) === 0 ? "string.escape" : "string");
      } else if (hasFields && (here === "{" || here === "}") && line[start + 1] === here) {
        this.at += 2;
        this.emit(start, "string.escape");
      } else if (hasFields && here === "{") {
        this.at += 1;
        this.emit(start, "string.escape");
        this.state += "f";
        return;
      } else {
        this.at += 1;
        while (this.at < line.length && !/['"\\{}]/.test(line[this.at] ?? "")) this.at += 1;
        this.emit(start, "string");
      }
    }
  }

  format(): void {
    const { line } = this;
    const start = this.at;
    const frame = this.state.at(this.state.lastIndexOf("f") - 1) ?? "";
    const quote = QUOTES[(frame.charCodeAt(0) - 65) & 3] ?? "";
    const here = line[start] ?? "";
    this.at += 1;
    if (here === "{") {
      this.emit(start, "string.escape");
      this.state += "f";
    } else if (here === "}") {
      this.emit(start, "string.escape");
      this.state = this.state.slice(0, -2);
    } else if (quote.length === 1 && here === quote) {
      // The string ends within its field: it is wrong, and the rest is not.
      this.emit(start, "string");
      this.state = this.state.slice(0, -3);
    } else this.emit(start, "string");
  }

  /** What stays open over the end of the line. */
  endLine(): void {
    this.at = this.line.length;
    if (this.isContinued) return;
    // A string in single quotes ends with its line, even where it is wrong.
    for (;;) {
      const top = this.state.at(-1) ?? "";
      if (top >= "A" && top <= "P" && ((top.charCodeAt(0) - 65) & 3) < 2) {
        this.state = this.state.slice(0, -1);
      } else if (top === ":") this.state = this.state.slice(0, -2);
      else break;
    }
    if (this.state === "%") this.state = "";
  }
}

function nameToken(name: string, before: string | undefined): PythonToken {
  if (PYTHON_KEYWORDS.has(name)) return "keyword";
  if (before === ".") return "identifier";
  if (PYTHON_CONSTANTS.has(name)) return "constant";
  return PYTHON_BUILTINS.has(name) ? "builtin" : "identifier";
}
