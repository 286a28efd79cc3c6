import { z } from "zod";

/** The shape that a form field takes, read from a Python annotation. */
export type ParameterType =
  | { kind: "str" | "int" | "float" | "bool" | "bytes" | "any" }
  | { kind: "list"; item: ParameterType }
  | { kind: "dict"; key: ParameterType; value: ParameterType }
  | { kind: "optional"; inner: ParameterType }
  | { kind: "choice"; options: Choice[] };

/** One option of a Literal, or one member of an Enum. `label` is what a person chooses. */
export interface Choice {
  label: string;
  value: string | number | boolean | null;
}

const parameterTypeSchema: z.ZodType<ParameterType> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(["str", "int", "float", "bool", "bytes", "any"]) }),
    z.object({ kind: z.literal("list"), item: parameterTypeSchema }),
    z.object({ kind: z.literal("dict"), key: parameterTypeSchema, value: parameterTypeSchema }),
    z.object({ kind: z.literal("optional"), inner: parameterTypeSchema }),
    z.object({
      kind: z.literal("choice"),
      options: z.array(
        z.object({
          label: z.string(),
          value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
        }),
      ),
    }),
  ]),
);

const parameterSchema = z.object({
  name: z.string(),
  /** As in Python's inspect; `self` and `cls` are not listed. */
  kind: z.enum(["positional", "keyword", "var_positional", "var_keyword"]),
  /** The annotation as written, empty where there is none. */
  annotation: z.string(),
  type: parameterTypeSchema,
  required: z.boolean(),
  /** Source of the default value as written, null where there is none. */
  default: z.string().nullable(),
  /** What the docstring says of it, empty where it says nothing. */
  doc: z.string(),
});
export type Parameter = z.infer<typeof parameterSchema>;

const methodSchema = z.object({
  name: z.string(),
  /** First paragraph of the docstring. */
  summary: z.string(),
  doc: z.string(),
  /** The signature as Python shows it, on one line, without `self`. */
  signature: z.string(),
  parameters: z.array(parameterSchema),
  returns: z.string(),
  async: z.boolean(),
  stream: z.boolean(),
  line: z.number().int(),
});
export type Method = z.infer<typeof methodSchema>;

/** A Tool class, as read from its Python source. `key` is what the wire calls it: `module.Class`. */
export const toolSchema = z.object({
  key: z.string(),
  name: z.string(),
  module: z.string(),
  summary: z.string(),
  doc: z.string(),
  methods: z.array(methodSchema),
  line: z.number().int(),
});
export type Tool = z.infer<typeof toolSchema>;
