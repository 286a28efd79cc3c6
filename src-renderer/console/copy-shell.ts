import { toJson } from "../../src-shared/json-value";
import { isSnippetModule } from "../../src-shared/snippet";
import type { ToolScript } from "../../src-shared/tool-script";
import type { Value } from "../../src-shared/value";
import { type Argument, type CopiedCall, copiedArguments, isOurs } from "./copy-call";

/** A character that no text of ours has, around the name of a variable. */
const MARK = "\uf8ff";

/** A call as a command for a shell: `rmote-desktop call web1 FileSystem.read_str --args '["/etc/hosts"]'`. */
export function shellText(call: CopiedCall, { filename }: ToolScript): string {
  const { args, kwargs } = copiedArguments(call);
  // A tool of one's own may have the name of a snippet, or of a built-in one.
  const tool = isSnippetModule(call.toolKey) ? call.toolKey : call.toolName;
  const words = ["rmote-desktop", "call", call.host, `${tool}.${call.method.name}`];
  if (!isOurs(call.toolKey)) words.push("--tool-file", filename);
  if (args.length > 0) words.push("--args", toJson(args.map(marked)));
  const named = kwargs.map(([name, argument]): [Value, Value] => [name, marked(argument)]);
  if (named.length > 0) words.push("--kwargs", toJson(new Map(named)));
  if (call.timeoutSeconds !== null) words.push("--timeout", String(call.timeoutSeconds));
  return words.map(quoted).join(" ");
}

function marked(argument: Argument): Value {
  return "value" in argument ? argument.value : MARK + argument.variable + MARK;
}

/** A word that sh reads as it is, but for variables: without one of them it stops and says so. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const parts = word.split(new RegExp(`${MARK}(\\w+)${MARK}`));
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return `"\${${part}:?}"`;
      return part === "" ? "" : `'${part.replaceAll("'", "'\\''")}'`;
    })
    .join("");
}
