import { scanTemplateLine, type TemplateState } from "./template-scan";

/** The words of blocks, as the engine has them (`resources/agent/rmote`). */
export const BLOCK_OPEN = ["for", "if", "while", "with", "try", "def", "class"] as const;
export const BLOCK_CONT = ["elif", "else", "except", "finally"] as const;
export type BlockKeyword = (typeof BLOCK_OPEN)[number];

/** The blocks that a branch goes on with. */
const TAKES: Record<string, readonly string[]> = {
  elif: ["if"],
  else: ["if", "for", "while", "try"],
  except: ["try"],
  finally: ["try"],
};

/** A statement: its first line with the `%`, and those that it goes on over. Lines and columns count from 1. */
export interface Statement {
  line: number;
  endLine: number;
  /** Column of the `%`. */
  column: number;
  /** Column behind the last character of its code, on its last line: comments and blanks are left out. */
  endColumn: number;
  /** Its first word; "" for the bare `%` that ends a block. */
  keyword: string;
  /** Its code, the comment behind it left out; lines are joined by newlines. */
  code: string;
  role: "open" | "middle" | "close" | "plain";
  /** Whether it ends as Python has it end: not within a bracket or a text. */
  isComplete: boolean;
}

export interface Block {
  keyword: BlockKeyword;
  open: Statement;
  middles: Statement[];
  /** Null where it is never closed. */
  close: Statement | null;
  parent: Block | null;
}

/** Lines, both inclusive. */
export interface LineRange {
  line: number;
  endLine: number;
}

export interface TemplateBlocks {
  statements: Statement[];
  /** In the order of their openers. */
  blocks: Block[];
  /** Middles and terminators that belong to no block. */
  strays: Statement[];
  /** Runs of comment lines. */
  comments: LineRange[];
}

/**
 * The blocks of a template, whatever is wrong with it: a terminator closes the nearest block of its kind, and
 * those in between are not closed.
 * @param lines without their line ends
 */
export function parseBlocks(lines: readonly string[]): TemplateBlocks {
  const { statements, comments } = scan(lines);
  const found: TemplateBlocks = { statements, comments, blocks: [], strays: [] };
  let inner: Block | null = null;
  for (const statement of statements) {
    const { role, keyword } = statement;
    if (role === "open") {
      const block: Block = {
        keyword: keyword as BlockKeyword,
        open: statement,
        middles: [],
        close: null,
        parent: inner,
      };
      found.blocks.push(block);
      inner = block;
    } else if (role !== "plain") {
      const block = nearest(inner, (kind) =>
        role === "close" ? closes(keyword, kind) : takesBranch(kind, keyword),
      );
      if (block === null) found.strays.push(statement);
      else if (role === "middle") {
        block.middles.push(statement);
        inner = block;
      } else {
        block.close = statement;
        inner = block.parent;
      }
    }
  }
  return found;
}

function nearest(from: Block | null, fits: (keyword: string) => boolean): Block | null {
  for (let block = from; block !== null; block = block.parent) {
    if (fits(block.keyword)) return block;
  }
  return null;
}

/** Whether a block of a kind can have a branch such as `else`. */
export function takesBranch(keyword: string, branch: string): boolean {
  return (TAKES[branch] ?? []).includes(keyword);
}

/** Whether a terminator closes blocks of a kind: `end` and the bare `%` close any. */
function closes(terminator: string, keyword: string): boolean {
  return terminator === "" || terminator === "end" || terminator === `end${keyword}`;
}

/** The statements of a block from its opener to its terminator. */
export function partsOf(block: Block): Statement[] {
  return [block.open, ...block.middles, ...(block.close === null ? [] : [block.close])];
}

/** The statement that has a line, its later lines among them. */
export function statementAt({ statements }: TemplateBlocks, line: number): Statement | null {
  return statements.find((each) => each.line <= line && line <= each.endLine) ?? null;
}

/** The block that a statement opens, goes on with or closes. */
export function blockOf({ blocks }: TemplateBlocks, statement: Statement): Block | null {
  return blocks.find((block) => partsOf(block).includes(statement)) ?? null;
}

/** The innermost block that a line stands in; its opener and its terminator stand in the block around it. */
export function blockAround({ blocks }: TemplateBlocks, line: number): Block | null {
  return (
    blocks.findLast(
      (block) => block.open.endLine < line && line < (block.close?.line ?? Infinity),
    ) ?? null
  );
}

interface Reading {
  first: number;
  column: number;
  parts: string[];
  /** Where its code ends so far, and what stands behind it. */
  endColumn: number;
  rest: string;
}

function scan(lines: readonly string[]): Pick<TemplateBlocks, "statements" | "comments"> {
  const statements: Statement[] = [];
  const comments: LineRange[] = [];
  let state: TemplateState = "";
  let reading: Reading | null = null;
  const finish = (endLine: number, isComplete: boolean) => {
    const made = reading === null ? null : statement(reading, endLine, isComplete);
    if (made !== null) statements.push(made);
    reading = null;
  };
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    let mark = -1;
    const scanned = scanTemplateLine(text, state, (start, token) => {
      if (token === "template" && text[start] === "%") mark = start;
    });
    state = scanned.state;
    if (scanned.kind === "comment") {
      const last = comments.at(-1);
      if (last?.endLine === line - 1) last.endLine = line;
      else comments.push({ line, endLine: line });
    }
    if (scanned.kind !== "statement") continue;
    // A statement within another one: that was left open.
    if (mark >= 0) finish(index, false);
    const parts: string[] = reading === null ? [] : (reading as Reading).parts;
    parts.push(text.slice(mark + 1, scanned.codeEnd));
    reading = {
      ...(reading ?? { first: line, column: mark + 1 }),
      parts,
      endColumn: scanned.codeEnd + 1,
      rest: text.slice(scanned.codeEnd).trim(),
    };
    if (state === "") finish(line, true);
  }
  finish(lines.length, false);
  return { statements, comments };
}

const WORD = /^[\p{L}_][\p{L}\p{N}\p{M}_]*/u;
/** What follows a word that ends blocks where it is a name, as in `end = 5`. */
const AS_NAME = /^\s*(?:[=.([,+\-*/&|^@<>]|:.)/;

/** Null for a `%` with nothing but a comment behind it, which does nothing. */
function statement(
  { first, column, parts, endColumn, rest }: Reading,
  endLine: number,
  isComplete: boolean,
): Statement | null {
  const code = parts.join("\n").trim();
  if (code === "" && rest !== "") return null;
  const keyword = WORD.exec(code)?.[0] ?? "";
  const role = roleOf(keyword, code);
  return { line: first, endLine, column, endColumn, keyword, code, role, isComplete };
}

function roleOf(keyword: string, code: string): Statement["role"] {
  if (code === "") return "close";
  if (BLOCK_OPEN.some((word) => word === keyword)) return "open";
  if (BLOCK_CONT.some((word) => word === keyword)) return "middle";
  const isEnd = keyword === "end" || BLOCK_OPEN.some((word) => keyword === `end${word}`);
  return isEnd && !AS_NAME.test(code.slice(keyword.length)) ? "close" : "plain";
}
