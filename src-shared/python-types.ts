import { z } from "zod";

const plainKinds = [
  "any",
  "none",
  "str",
  "int",
  "float",
  "bool",
  "bytes",
  "path",
  "decimal",
  "datetime",
  "date",
  "time",
  "timedelta",
  "template",
  "exception",
] as const;
export type PlainKind = (typeof plainKinds)[number];

/** A type that a Python annotation names; `any` where values of it have no form of their own. */
export type PythonType =
  | { kind: PlainKind }
  | { kind: "list" | "sequence" | "set" | "frozenset"; item: PythonType }
  /** `items` is null for a tuple of any length, whose items are `item` then. */
  | { kind: "tuple"; items: PythonType[] | null; item: PythonType }
  | { kind: "dict"; key: PythonType; value: PythonType }
  | { kind: "union"; options: PythonType[] }
  | { kind: "literal"; values: Literal[] }
  /** One of `ModuleTypes.types`, by its `type`. */
  | { kind: "named"; type: string };

export type Literal = string | number | boolean | null;
const literalSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const typeSchema: z.ZodType<PythonType> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(plainKinds) }),
    z.object({ kind: z.enum(["list", "sequence", "set", "frozenset"]), item: typeSchema }),
    z.object({ kind: z.literal("tuple"), items: z.array(typeSchema).nullable(), item: typeSchema }),
    z.object({ kind: z.literal("dict"), key: typeSchema, value: typeSchema }),
    z.object({ kind: z.literal("union"), options: z.array(typeSchema) }),
    z.object({ kind: z.literal("literal"), values: z.array(literalSchema) }),
    z.object({ kind: z.literal("named"), type: z.string() }),
  ]),
);

const parameterSchema = z.object({
  name: z.string(),
  /** As in Python's inspect; `self` and `cls` are not listed. */
  kind: z.enum(["positional_only", "positional", "var_positional", "keyword", "var_keyword"]),
  type: typeSchema,
  required: z.boolean(),
  /** What the docstring says of it, empty where it says nothing. */
  doc: z.string(),
});
export type TypedParameter = z.infer<typeof parameterSchema>;

const methodSchema = z.object({
  name: z.string(),
  summary: z.string(),
  parameters: z.array(parameterSchema),
  /** Of what it yields; null for a method that yields nothing. */
  item: typeSchema.nullable(),
  returns: typeSchema,
});
export type TypedMethod = z.infer<typeof methodSchema>;

const toolSchema = z.object({
  name: z.string(),
  summary: z.string(),
  methods: z.array(methodSchema),
});
export type TypedTool = z.infer<typeof toolSchema>;

/** A class of values. */
const classSchema = z.object({
  /** As the wire has it: `rmote.files.Change`. */
  type: z.string(),
  name: z.string(),
  kind: z.enum(["namedtuple", "dataclass", "typeddict", "enum"]),
  summary: z.string(),
  fields: z.array(z.object({ name: z.string(), type: typeSchema, required: z.boolean() })),
  /** Of an enum; `value` is the name where only Python knows it. */
  members: z.array(z.object({ label: z.string(), value: literalSchema })),
});
export type ValueClass = z.infer<typeof classSchema>;

/** What `describe_types.py` reads out of a module. */
export const moduleTypesSchema = z.object({
  tools: z.array(toolSchema),
  types: z.array(classSchema),
});
export type ModuleTypes = z.infer<typeof moduleTypesSchema>;
