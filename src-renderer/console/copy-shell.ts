import { withSecrets } from "../../src-shared/call-secret";
import { toJson } from "../../src-shared/json-value";
import { isSnippetModule } from "../../src-shared/snippet";
import type { ToolScript } from "../../src-shared/tool-script";
import type { SecretForm, Value } from "../../src-shared/value";
import { type CopiedCall, isOurs, secretsOfCall, secretVariables } from "./copy-call";

/** A character that no text of ours has, around what stands for a secret: its form and its variable. */
const MARK = "\uf8ff";

/** A call as a command for a shell: `rmote-desktop call web1 FileSystem.read_str --args '["/etc/hosts"]'`. */
export function shellText(call: CopiedCall, { filename }: ToolScript): string {
  const { args, kwargs } = call;
  const variables = secretVariables(call);
  const json = (value: Value) => {
    const marked = withSecrets(
      value,
      ({ name, as }) => `${MARK}${as}:${variables.get(name)}${MARK}`,
    );
    return toJson(marked).replace(markedText, (text, form) => jsonOf(form, text.slice(1, -1)));
  };
  // A tool of one's own may have the name of a snippet, or of a built-in one.
  const tool = isSnippetModule(call.toolKey) ? call.toolKey : call.toolName;
  const words = ["rmote-desktop", "call", call.host, `${tool}.${call.method.name}`];
  if (!isOurs(call.toolKey)) words.push("--tool-file", filename);
  if (args.length > 0) words.push("--args", json([...args]));
  const named = Object.entries(kwargs);
  if (named.length > 0) words.push("--kwargs", json(new Map<Value, Value>(named)));
  if (call.timeoutSeconds !== null) words.push("--timeout", String(call.timeoutSeconds));
  return [...checks(call), words.map(quoted).join(" ")].join(" && ");
}

const markedText = new RegExp(`"${MARK}([\\w-]+):\\w+${MARK}"`, "g");

/** What JSON has for it: the mark is filled in by the shell. */
function jsonOf(form: SecretForm, mark: string): string {
  switch (form) {
    case "text":
      return `"${mark}"`;
    case "json":
      return mark;
    default:
      return `{"$bytes":"${mark}"}`;
  }
}

/** What fills in a form; without the variable the shell stops and says so. */
function filled(form: SecretForm, variable: string): string {
  switch (form) {
    case "utf-8":
      return `"$(printf %s "$${variable}" | base64 | tr -d '\\n')"`;
    case "hex":
      return `"$(printf %s "$${variable}" | xxd -r -p | base64 | tr -d '\\n')"`;
    default:
      return `"\${${variable}:?}"`;
  }
}

/** A command within a word does not end the one around it, so their variables are looked at before. */
function checks(call: CopiedCall): string[] {
  const variables = secretVariables(call);
  const within = secretsOfCall(call).filter(({ as }) => as === "utf-8" || as === "hex");
  return [...new Set(within.map(({ name }) => `: "\${${variables.get(name)}:?}"`))];
}

/** A word that sh reads as it is, but for what stands for secrets. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const parts = word.split(new RegExp(`${MARK}([\\w-]+:\\w+)${MARK}`));
  return parts
    .map((part, at) => {
      if (at % 2 === 0) return part === "" ? "" : `'${part.replaceAll("'", "'\\''")}'`;
      const [form = "text", variable = ""] = part.split(":");
      return filled(form as SecretForm, variable);
    })
    .join("");
}
