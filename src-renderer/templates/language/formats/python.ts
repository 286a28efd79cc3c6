import { scanPython } from "../../../../src-shared/python-scan";
import type { FormatLexer, FormatToken } from "./format-lexer";

/** Python source: each line is read as a statement, or goes on with what is open. */
export const python: FormatLexer = {
  start: "",
  line(line, from, state, emit) {
    const decorator = state === "" && /^\s*@/.exec(line.slice(from));
    if (decorator) emit(from + decorator[0].length - 1, "keyword");
    const at = from + (decorator ? decorator[0].length : 0);
    const tell = (start: number, token: string) =>
      emit(start, token === "template" ? "delimiter" : (token as FormatToken));
    return scanPython(line, at, state === "" ? "%" : state, tell).state;
  },
  next: (state) => state,
};
