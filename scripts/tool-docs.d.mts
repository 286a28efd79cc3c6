export interface Parameter {
  name: string;
  kind: "positional" | "keyword" | "var_positional" | "var_keyword";
  annotation: string;
  type: { kind: string; options?: { label: string; value: unknown }[] };
  required: boolean;
  default: string | null;
  doc: string;
}

export interface Method {
  name: string;
  summary: string;
  doc: string;
  signature: string;
  parameters: Parameter[];
  returns: string;
  stream: boolean;
}

export interface Tool {
  name: string;
  module: string;
  summary: string;
  doc: string;
  methods: Method[];
}

export interface Described {
  sources: { module: string; filename: string; source: string }[];
  tools: Tool[];
}

export interface Section {
  name: string;
  text: string;
}

/** The Markdown of docs/tools.md. `shared` are the agent's modules, in which results may be defined. */
export function toolDocs(described: Described, shared: string[]): string;
/** The docs of the tools that were built last. @throws Error where they were not */
export function builtToolDocs(): string;
export function sectionsOf(doc: string): { paragraphs: string[]; sections: Map<string, string> };
export function readableType(annotation: string): string;
