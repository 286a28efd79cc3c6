import {
  type Block,
  blockAround,
  blockOf,
  statementAt,
  type TemplateBlocks,
} from "../../../src-shared/template-blocks";

/** A name that the template binds itself, where it does so first. */
export interface LocalName {
  name: string;
  line: number;
}

const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*";
const NAMES = new RegExp(NAME, "gu");
const FOR = /^for\s+(.+?)\s+in\s+(.+?)\s*:?$/s;
const ASSIGNED = new RegExp(`^((?:${NAME}\\s*[,=]\\s*)*${NAME}\\s*)(?::[^=]+)?=(?!=)`, "u");
const NAMED = new RegExp(`^(?:def|class)\\s+(${NAME})`, "u");
const PARAMETERS = /^def\s+\w+\s*\((.*)\)/s;
const IMPORTED = /^(?:from\s+\S+\s+)?import\s+(.+)$/s;
const AS = new RegExp(`\\bas\\s+(${NAME})`, "gu");

/** The names that the statements of a template bind, as far as they can be told without running Python. */
export function localNames({ statements }: TemplateBlocks): LocalName[] {
  const found = new Map<string, number>();
  for (const { code, line } of statements) {
    for (const name of boundBy(code)) if (!found.has(name)) found.set(name, line);
  }
  return [...found].map(([name, line]) => ({ name, line }));
}

function boundBy(code: string): string[] {
  const imported = IMPORTED.exec(code)?.[1];
  if (imported !== undefined) {
    return imported
      .replace(/[()\\]/g, " ")
      .split(",")
      .flatMap(
        (part) =>
          part
            .trim()
            .split(/\s+as\s+/)
            .at(-1)
            ?.match(NAMES)
            ?.slice(0, 1) ?? [],
      );
  }
  const parameters = PARAMETERS.exec(code)?.[1] ?? "";
  const texts = [
    FOR.exec(code)?.[1] ?? "",
    ASSIGNED.exec(code)?.[1] ?? "",
    NAMED.exec(code)?.[1] ?? "",
    ...parameters.split(",").map((part) => part.replace(/[:=].*/s, "")),
    ...(/^(?:with|except)\b/.test(code) ? [...code.matchAll(AS)].map(([, name = ""]) => name) : []),
  ];
  return texts.flatMap((text) => text.match(NAMES) ?? []);
}

const CHAIN = new RegExp(`^${NAME}(?:\\.${NAME}|\\[(?:\\d+|'[^'\\\\]*'|"[^"\\\\]*")\\])*$`, "u");
const ROOT = new RegExp(`^${NAME}`, "u");

/** What an expression of a template is for the data. */
export type Resolved =
  /** An expression over the names of the data; `firstOf` tells which loop it shows the first pass of. */
  | { kind: "data"; expression: string; firstOf: string | null }
  /** It begins with a name that the template binds in a line. */
  | { kind: "local"; line: number };

/**
 * Follows the variables of loops to what they loop over: in `for site in sites`, `site.name` is `sites[0].name`.
 * @param line where the expression stands
 */
export function resolve(found: TemplateBlocks, line: number, expression: string): Resolved {
  let resolved = expression;
  let firstOf: string | null = null;
  const statement = statementAt(found, line);
  const own = statement === null ? null : blockOf(found, statement);
  const around = own !== null && statement !== own.close ? own : blockAround(found, line);
  for (let block: Block | null = around; block !== null; block = block.parent) {
    if (block.keyword !== "for") continue;
    const [, target = "", iterated = ""] = FOR.exec(block.open.code) ?? [];
    if (target !== ROOT.exec(resolved)?.[0] || !CHAIN.test(iterated)) continue;
    firstOf ??= iterated;
    resolved = `${iterated}[0]${resolved.slice(target.length)}`;
  }
  const root = ROOT.exec(resolved)?.[0];
  const local = localNames(found).find(({ name }) => name === root);
  return local === undefined
    ? { kind: "data", expression: resolved, firstOf }
    : { kind: "local", line: local.line };
}
