import { scanPython } from "../../../src-shared/python-scan";
import {
  type Block,
  blockAround,
  parseBlocks,
  partsOf,
  type Statement,
} from "../../../src-shared/template-blocks";

/** A stretch of one line that gets another text. Columns count from 1. */
export interface LineEdit {
  line: number;
  column: number;
  endColumn: number;
  text: string;
}

/**
 * What makes the statements of a template look alike, and changes nothing of what it renders: a blank after the
 * `%`, a colon where a block begins or goes on, no blanks at the end; branches and terminators stand below their
 * opener, and what is in a block is indented where it was not. Lines of text and comments stay as they are.
 */
export function formatTemplate(lines: readonly string[]): LineEdit[] {
  const found = parseBlocks(lines);
  const owners = new Map<Statement, Block>();
  for (const block of found.blocks) for (const part of partsOf(block)) owners.set(part, block);
  const indents = new Map<Statement, string>();
  const edits: LineEdit[] = [];
  for (const statement of found.statements) {
    const text = lines[statement.line - 1] ?? "";
    const own = text.slice(0, statement.column - 1);
    const indent = indentOf(statement, own);
    indents.set(statement, indent);
    edits.push(...headEdits(statement, text, indent), ...tailEdits(statement, lines));
  }
  return edits;

  function indentOf(statement: Statement, own: string): string {
    const block = owners.get(statement);
    if (block !== undefined && block.open !== statement) return indents.get(block.open) ?? own;
    const parent = block === undefined ? blockAround(found, statement.line) : block.parent;
    const outer = parent === null ? null : (indents.get(parent.open) ?? "");
    if (outer === null || (own.startsWith(outer) && own !== outer)) return own;
    return outer + (outer.includes("\t") ? "\t" : "  ");
  }
}

function headEdits(statement: Statement, text: string, indent: string): LineEdit[] {
  const head = /^[ \t]*%[ \t\f]*/.exec(text)?.[0] ?? "";
  const wanted = `${indent}%${statement.code === "" || head === text ? "" : " "}`;
  if (head === wanted) return [];
  return [{ line: statement.line, column: 1, endColumn: head.length + 1, text: wanted }];
}

function tailEdits(statement: Statement, lines: readonly string[]): LineEdit[] {
  const { endLine, endColumn, role, code, isComplete } = statement;
  if (!isComplete || code === "") return [];
  const rest = (lines[endLine - 1] ?? "").slice(endColumn - 1);
  const isBlock = role === "open" || role === "middle";
  const colon = isBlock && !hasColon(code) ? ":" : "";
  const blanks = rest.trim() === "" ? rest.length : 0;
  if (colon === "" && blanks === 0) return [];
  return [{ line: endLine, column: endColumn, endColumn: endColumn + blanks, text: colon }];
}

/** Whether a colon stands outside of brackets and texts: nothing is added to what may be a block on one line. */
function hasColon(code: string): boolean {
  let state = "%";
  for (const line of code.split("\n")) {
    for (let at = line.indexOf(":"); at >= 0; at = line.indexOf(":", at + 1)) {
      const before = scanPython(line.slice(0, at), 0, state, () => {});
      const isOutside = before.state === "" && before.comment < 0;
      if (isOutside && line[at + 1] !== "=") return true;
    }
    state = scanPython(line, 0, state, () => {}).state || "%";
  }
  return false;
}
