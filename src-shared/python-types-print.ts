import type {
  ModuleTypes,
  TypedMethod,
  TypedParameter,
  TypedTool,
  ValueClass,
} from "./python-types";
import { isIdentifier, type Place, property, TypeTexts } from "./python-types-text";

/** A module of tools, and how TypeScript gets at the source of a tool of it. */
export interface PrintedModule extends ModuleTypes {
  /** The expression whose `method` and `stream` make the methods of a tool. */
  toolOf: (toolName: string) => { expression: string; imports: string };
}

/** Names that cannot be given to something else: TypeScript's, and those that are written here. */
const taken =
  "any bigint boolean never null number object string symbol undefined unknown void Map Omit ReadonlyMap" +
  " Uint8Array URL break case catch class const continue debugger default delete do else enum export" +
  " extends false finally for function if implements import in instanceof interface let new package" +
  " private protected public return static super switch this throw true try typeof var while with yield await";

/**
 * Modules of tools as one module of TypeScript.
 * @param heading lines of the comment at its beginning
 * @param library what our library is imported from
 */
export function printTypes(
  modules: readonly PrintedModule[],
  heading: readonly string[],
  library: string,
): string {
  return new Printer(library).print(modules, heading);
}

class Printer {
  private readonly names = new Set(taken.split(" "));
  private readonly classes = new Map<string, { name: string; of: ValueClass }>();
  private readonly types = new TypeTexts(this.classes);
  private readonly imports = new Set<string>();

  constructor(private readonly library: string) {
    for (const name of importable) this.names.add(name);
  }

  print(modules: readonly PrintedModule[], heading: readonly string[]): string {
    // A tool is what people write; a class of values makes way for it.
    const tools = modules.flatMap((module) =>
      module.tools.map((tool) => ({ tool, module, name: this.name(tool.name) })),
    );
    for (const type of modules.flatMap((module) => module.types)) {
      if (!this.classes.has(type.type))
        this.classes.set(type.type, { name: this.name(type.name), of: type });
    }
    const classes = [...this.classes.values()].map(
      ({ name, of }) =>
        `${comment([of.summary])}export type ${name} = ${this.types.ofClass(of)};\n`,
    );
    const consts = tools.map(({ tool, module, name }) => this.tool(tool, module, name));
    const used = [...this.types.used].sort().map((name) => `type ${name}`);
    const imported = [...used, ...[...this.imports].sort()];
    const head = heading.map((line) => `// ${line}`.trimEnd()).join("\n");
    const from = `import {\n${imported.map((name) => `  ${name},\n`).join("")}} from "${this.library}";\n`;
    return `${head}\n${[from, ...classes, ...consts].join("\n")}`;
  }

  private name(wanted: string): string {
    let name = isIdentifier(wanted) ? wanted : "Tool";
    while (this.names.has(name)) name += "_";
    this.names.add(name);
    return name;
  }

  private tool(tool: TypedTool, module: PrintedModule, name: string): string {
    const { expression, imports } = module.toolOf(tool.name);
    this.imports.add(imports);
    const source = this.name(`${name.charAt(0).toLowerCase()}${name.slice(1)}Source`);
    const methods = tool.methods.map((method) => this.method(method, tool.name, source));
    return [
      ...methods.map(({ keywords }) => keywords).filter((text) => text !== ""),
      `const ${source} = ${expression};\n`,
      `${comment([tool.summary])}export const ${name} = {\n${methods.map(({ text }) => text).join("")}};\n`,
    ].join("\n");
  }

  private method(method: TypedMethod, tool: string, source: string) {
    const keywords = this.keywords(method, tool);
    const calls = callForms(method.parameters).map((form) => this.form(form, keywords?.name ?? ""));
    const results = [
      ...(method.item === null ? [] : [this.types.of(method.item, "got")]),
      this.types.of(method.returns, "got"),
    ];
    const [only = ""] = calls;
    const types =
      calls.length === 1 && only.length < 60
        ? [only, ...results].join(", ")
        : `${calls.map((call) => `\n    | ${call}`).join("")},${results.map((type) => `\n    ${type}`).join(",")}\n  `;
    const make = method.item === null ? "method" : "stream";
    const text = `${comment([method.summary], "  ")}  ${property(method.name)}: ${source}.${make}<${types}>(${JSON.stringify(method.name)}),\n`;
    return { text, keywords: keywords?.text ?? "" };
  }

  /** The parameters of a method that can be given by name, where there are some. */
  private keywords({ name: method, parameters }: TypedMethod, tool: string) {
    const named = parameters.filter(({ kind }) => kind === "positional" || kind === "keyword");
    if (named.length === 0 || parameters.some(({ kind }) => kind === "var_keyword")) return null;
    const words = `${tool}_${method}`.split("_");
    const name = this.name(words.map((w) => w.charAt(0).toUpperCase() + w.slice(1)).join(""));
    const lines = named.map((each) => `${comment([each.doc], "  ")}  ${this.field(each)};\n`);
    const about = `What \`${tool}.${method}\` takes, by name.`;
    return {
      name,
      text: `${comment([about])}export interface ${name} {\n${lines.join("")}}\n`,
    };
  }

  private field({ name, type, required }: TypedParameter): string {
    return `${property(name)}${required ? "" : "?"}: ${this.types.of(type, "given")}`;
  }

  private form({ byPosition, rest, byName, others }: CallForm, keywords: string): string {
    const place: Place = "given";
    const parts = byPosition.map(({ name, type }) => `${label(name)}${this.types.of(type, place)}`);
    if (rest !== null) {
      const item = this.types.of(rest.type, place);
      parts.push(`...${label(rest.name)}${/[| ]/.test(item) ? `(${item})` : item}[]`);
    }
    const isNeeded = byName.some(({ required }) => required);
    // Behind a rest nothing can be left out: there is a form without it.
    const mark = isNeeded || rest !== null ? "" : "?";
    if (others !== null) {
      const types = [...byName, others].map(({ type }) => this.types.of(type, place));
      const fields = [...byName.map((each) => this.field(each)), `[name: string]: ${union(types)}`];
      parts.push(`keywords${mark}: { ${fields.join("; ")} }`);
    } else if (byName.length > 0) {
      const left = byPosition.filter(({ kind }) => kind === "positional").map((p) => `"${p.name}"`);
      const omitted = left.length === 0 ? keywords : `Omit<${keywords}, ${left.join(" | ")}>`;
      parts.push(`keywords${mark}: ${omitted}`);
    }
    return `[${parts.join(", ")}]`;
  }
}

/** Values and types of our library that the text may import. */
const importable = ["toolFile", "builtIn"];

/** One way to call a method: what stands by position, and what then can be named. */
interface CallForm {
  byPosition: TypedParameter[];
  /** `*args`, in a form that has some. */
  rest: TypedParameter | null;
  byName: TypedParameter[];
  /** `**kwargs` */
  others: TypedParameter | null;
}

/** All ways to call a method, those with the most by name first. */
function callForms(parameters: readonly TypedParameter[]): CallForm[] {
  const positional = parameters.filter(({ kind }) => kind.startsWith("positional"));
  const keyword = parameters.filter(({ kind }) => kind === "keyword");
  const rest = parameters.find(({ kind }) => kind === "var_positional") ?? null;
  const others = parameters.find(({ kind }) => kind === "var_keyword") ?? null;
  const forms: CallForm[] = [];
  for (let count = 0; count <= positional.length; count++) {
    const after = positional.slice(count);
    // What has no name has to be given by position, unless it can be left out.
    if (after.some((each) => each.kind === "positional_only" && each.required)) continue;
    const named = after.filter(({ kind }) => kind === "positional");
    const form = { byPosition: positional.slice(0, count), byName: [...named, ...keyword], others };
    const isLast = count === positional.length && rest !== null;
    if (!isLast) forms.push({ ...form, rest: null });
    else forms.push(...withRest({ ...form, rest }));
  }
  return forms;
}

/** With items behind the last that has a position, keywords cannot be optional: two forms. */
function withRest(form: CallForm): CallForm[] {
  const hasNames = form.byName.length > 0 || form.others !== null;
  if (form.byName.some(({ required }) => required) || !hasNames) return [form];
  return [{ ...form, byName: [], others: null }, form];
}

const label = (name: string) => `${isIdentifier(name) ? name : "value"}: `;

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

/** A documentation comment, empty where there is nothing to say. */
function comment(lines: readonly string[], indent = ""): string {
  const text = lines.join("\n").replace(/\*\//g, "*\\/").trim();
  return text === "" ? "" : `${indent}/** ${text.split("\n").join(`\n${indent} * `)} */\n`;
}
