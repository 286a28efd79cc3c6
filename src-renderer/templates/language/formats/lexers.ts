import type { TargetFormat } from "../../../../src-shared/target-format";
import type { FormatLexer } from "./format-lexer";
import { ini, systemd } from "./ini";
import { json } from "./json";
import { nginx } from "./nginx";
import { python } from "./python";
import { shell } from "./shell";
import { yaml } from "./yaml";

const plain: FormatLexer = {
  start: "",
  line: (line, from, state, emit) => {
    if (from < line.length) emit(from, "");
    return state;
  },
  next: (state) => state,
};

export const lexers: Record<TargetFormat, FormatLexer> = {
  nginx,
  ini,
  yaml,
  json,
  systemd,
  shell,
  python,
  plain,
};
