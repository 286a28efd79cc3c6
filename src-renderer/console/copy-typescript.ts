import { isSnippetModule } from "../../src-shared/snippet";
import type { ToolScript } from "../../src-shared/tool-script";
import { isTyped, type SecretValue, type TypedValue, type Value } from "../../src-shared/value";
import { type CopiedCall, isOurs, type SecretVariables, secretVariables } from "./copy-call";

/** A call as a module of TypeScript over our library (`docs/typescript.md`), which prints what comes of it. */
export function typescriptText(call: CopiedCall, { filename }: ToolScript): string {
  const { toolName, method, args, kwargs, timeoutSeconds } = call;
  const variables = secretVariables(call);
  const isBuiltIn = isOurs(call.toolKey);
  const write = (value: Value) => literal(value, variables);
  const named = Object.entries(kwargs).map(([name, value]) => `${property(name)}: ${write(value)}`);
  const keywords = named.length === 0 ? [] : [`{ ${named.join(", ")} }`];
  const make = method.stream
    ? `stream<unknown[], Value, Value>("${method.name}")`
    : `method<unknown[], Value>("${method.name}")`;
  const own = `toolFile(${JSON.stringify(filename)}, "${toolName}").${make}`;
  const isSnippet = isSnippetModule(call.toolKey);
  const name = isSnippet ? `snippets${access(toolName)}` : toolName;
  const reference = isBuiltIn ? `${name}${access(method.name)}` : own;
  const called =
    timeoutSeconds === null
      ? reference
      : `withOptions(${reference}, { timeoutMs: ${timeoutSeconds * 1000} })`;
  const whole = [called, ...args.map(write), ...keywords].join(", ");
  const imports = [
    "connect",
    ...(isSnippet ? ["snippets"] : [isBuiltIn ? toolName : "toolFile"]),
    ...(/\bfromJson\(/.test(whole) ? ["fromJson"] : []),
    "toJson",
    ...(/\bValue\b/.test(whole) ? ["type Value"] : []),
    ...(timeoutSeconds === null ? [] : ["withOptions"]),
  ];
  const isText = (name: string) => `typeof ${name} === "string" ? ${name} : toJson(${name}`;
  const body = method.stream
    ? [
        `  for await (const item of protocol.stream(${whole})) {`,
        `    console.log(${isText("item")}));`,
        "  }",
      ]
    : [`  const value = await protocol.call(${whole});`, `  console.log(${isText("value")}, 2));`];
  return [
    `import { ${imports.join(", ")} } from "rmote-desktop";`,
    "",
    ...[...variables.values()].flatMap((name) => [
      `const ${name} = process.env["${name}"];`,
      `if (${name} === undefined) throw new Error("${name} is a secret: set it in the environment.");`,
    ]),
    `const { protocol, close } = await connect(${JSON.stringify(call.host)});`,
    "try {",
    ...body,
    "} finally {",
    "  await close();",
    "}",
    "",
  ].join("\n");
}

const isPlain = (name: string) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
const property = (name: string) => (isPlain(name) ? name : JSON.stringify(name));
const access = (name: string) => (isPlain(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

/** A value as an expression. */
function literal(value: Value, variables: SecretVariables): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
      return String(value);
  }
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join(", ")})`;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, variables)).join(", ")}]`;
  if (value instanceof Map) return map(value, variables);
  return value.$ === "secret" ? secret(value, variables) : typed(value, variables);
}

function map(value: ReadonlyMap<Value, Value>, variables: SecretVariables): string {
  if (value.size === 0) return "new Map()";
  const items = [...value.values()];
  const types = `<${union([...value.keys()])}, ${union(items)}>`;
  // TypeScript takes the type of the first for that of all.
  const named = new Set(items.map(typeName)).size > 1 ? types : "";
  const entries = [...value].map(
    ([key, item]) => `[${literal(key, variables)}, ${literal(item, variables)}]`,
  );
  return `new Map${named}([${entries.join(", ")}])`;
}

function union(values: readonly Value[]): string {
  const names = new Set(values.map(typeName));
  return names.has("Value") ? "Value" : [...names].join(" | ");
}

function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (isTyped(value) && value.$ === "secret" && value.as !== "json") {
    return value.as === "text" ? "string" : "Uint8Array";
  }
  return value instanceof Uint8Array ? "Uint8Array" : "Value";
}

function typed(value: TypedValue, variables: SecretVariables): string {
  const parts = Object.entries(value).map(([name, part]: [string, Value]) => {
    return `${name === "$" ? "$" : property(name)}: ${literal(part, variables)}`;
  });
  return `{ ${parts.join(", ")} }`;
}

function secret({ name, as }: SecretValue, variables: SecretVariables): string {
  const variable = variables.get(name) ?? "";
  switch (as) {
    case "text":
      return variable;
    case "json":
      return `fromJson(${variable})`;
    default:
      return `Uint8Array.from(Buffer.from(${variable}, "${as}"))`;
  }
}
