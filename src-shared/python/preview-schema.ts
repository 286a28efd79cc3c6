import { z } from "zod";
import type { Member, Preview, TemplateFailure, UsedName, ValueAt } from "../preview";
import { type Tool, toolSchema } from "../tool";

/** What `resources/preview/preview.py` answers, held to its shape: a template may have had its hands in it. */

const position = z.number().int().min(0);

const failureSchema = z
  .object({
    kind: z.enum(["syntax", "runtime"]),
    line: position,
    column: position,
    end_line: position,
    end_column: position,
    message: z.string(),
    expression: z.string().nullable(),
    type: z.string(),
    name: z.string().nullable(),
    output_start: position.nullable(),
    output_end: position.nullable(),
  })
  .transform(
    ({ end_line, end_column, output_start: start, output_end: end, ...rest }): TemplateFailure => ({
      ...rest,
      endLine: end_line,
      endColumn: end_column,
      output: start === null || end === null ? null : { start, end },
    }),
  );

const usedNameSchema: z.ZodType<UsedName> = z.object({
  name: z.string(),
  line: position,
  column: position,
});

export const previewSchema = z
  .object({
    ok: z.boolean(),
    output: z.string().nullable(),
    failures: z.array(failureSchema).max(1000),
    lines: z.array(position),
    names: z.array(usedNameSchema),
    missing: z.array(z.string()),
  })
  .transform((preview): Preview => preview);

export const valueAtSchema = z
  .object({ type: z.string(), repr: z.string() })
  .transform(({ type, repr }): ValueAt => ({ type, text: repr }))
  .nullable();

export const membersSchema = z
  .array(
    z
      .object({
        name: z.string(),
        kind: z.enum(["name", "key", "field", "method"]),
        type: z.string(),
      })
      .transform(
        ({ name, kind, type }): Member => ({
          name,
          kind: kind === "method" || kind === "key" ? kind : "attribute",
          type,
        }),
      ),
  )
  .max(10_000);

/** What is no Python in a tool's source. Lines and columns count from 1, columns in UTF-16 units. */
export interface SourceError {
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** What `tools` of `resources/preview/preview_tools.py` answers. */
export const toolsSchema = z
  .object({
    tools: z.array(toolSchema).max(1000),
    error: z
      .object({
        message: z.string(),
        line: position,
        column: position,
        end_line: position,
        end_column: position,
      })
      .transform(
        ({ end_line: endLine, end_column: endColumn, ...rest }): SourceError => ({
          ...rest,
          endLine,
          endColumn,
        }),
      )
      .nullable(),
  })
  .transform((answer): { tools: Tool[]; error: SourceError | null } => answer);
