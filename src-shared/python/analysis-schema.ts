import { z } from "zod";

/**
 * What `resources/analysis/analysis.py` answers, held to its shape: templates run in the same Python. Lines and
 * columns count from 1, columns in UTF-16 units; ends are exclusive.
 */

const count = z.number().int().min(1).max(10_000_000);
const text = z.string().max(100_000);

const rangeShape = { line: count, column: count, end_line: count, end_column: count };

export interface SourceRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** The given parts of a range, by the names that they have here. */
function inRange<T extends { end_line: number; end_column: number }>({
  end_line: endLine,
  end_column: endColumn,
  ...rest
}: T) {
  return { ...rest, endLine, endColumn };
}

const rangeSchema = z.object(rangeShape).transform(inRange);
const editSchema = z.object({ ...rangeShape, text }).transform(inRange);
export type SourceEdit = z.infer<typeof editSchema>;

const findingSchema = z
  .object({
    ...rangeShape,
    code: z.string().max(100),
    severity: z.enum(["error", "warning", "hint"]),
    message: text,
    /** It can go without anything being missed. */
    unnecessary: z.boolean(),
    fixes: z.array(z.object({ title: text, edits: z.array(editSchema).max(100) })).max(20),
  })
  .transform(inRange);
export type Finding = z.infer<typeof findingSchema>;

export const checkSchema = z.object({ findings: z.array(findingSchema).max(1000) });

const itemKind = z.enum([
  "class",
  "constant",
  "field",
  "function",
  "keyword",
  "method",
  "module",
  "property",
  "variable",
]);
export type ItemKind = z.infer<typeof itemKind>;

export const completionSchema = z
  .object({
    ...rangeShape,
    items: z
      .array(
        z.object({
          label: text,
          kind: itemKind,
          detail: text,
          rank: z.number().int().min(0).max(99),
          insert: text,
          /** Made besides, such as an import. */
          edits: z.array(editSchema).max(10),
        }),
      )
      .max(5000),
  })
  .transform(inRange);
export type Completion = z.infer<typeof completionSchema>;

/** What is told of something: its signature, and its docstring. */
const describedShape = { title: text, doc: text };

export const documentSchema = z.object(describedShape).nullable();
export type Described = NonNullable<z.infer<typeof documentSchema>>;

export const hoverSchema = z
  .object({ ...rangeShape, ...describedShape })
  .transform(inRange)
  .nullable();
export type Hover = NonNullable<z.infer<typeof hoverSchema>>;

export const definitionSchema = z.array(rangeSchema).max(1000);

export const signatureSchema = z
  .object({
    label: text,
    parameters: z.array(text).max(1000),
    /** Of `parameters`; -1 for none. */
    active: z.number().int().min(-1).max(1000),
    doc: text,
  })
  .nullable();
export type Signature = NonNullable<z.infer<typeof signatureSchema>>;

export interface SourceSymbol extends SourceRange {
  name: string;
  kind: "class" | "constant" | "field" | "function" | "method" | "property" | "variable";
  /** Where its name is. */
  selection: SourceRange;
  children: SourceSymbol[];
}

const symbolSchema: z.ZodType<SourceSymbol> = z.lazy(() =>
  z
    .object({
      ...rangeShape,
      name: text,
      kind: z.enum(["class", "constant", "field", "function", "method", "property", "variable"]),
      selection: rangeSchema,
      children: z.array(symbolSchema).max(5000),
    })
    .transform(inRange),
);
export const outlineSchema = z.array(symbolSchema).max(5000);
