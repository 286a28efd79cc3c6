import { create } from "zustand";
import type { Snippet } from "../../src-shared/snippet";
import { notify } from "../shell/shell-store";
import { createOwnTool } from "../tools/own-tool-actions";
import { isToolPath } from "../tools/own-tool-dialogs";
import { ownToolPathOf, wrongToolName } from "../tools/own-tool-name";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";

/** The snippet that is copied, while a name for the copy is asked for. */
const useCopy = create<{ snippet: Snippet | null }>(() => ({ snippet: null }));

/** Makes a file of own tools of a snippet and shows it; asks for a name where its own is taken. */
export async function copySnippet(snippet: Snippet): Promise<void> {
  const path = ownToolPathOf("", snippet.name);
  if (isToolPath(path)) return useCopy.setState({ snippet });
  const failed = await createOwnTool(path, snippet.source);
  if (failed !== null) notify(failed);
}

function freeName(name: string): string {
  let count = 2;
  while (isToolPath(ownToolPathOf("", `${name}_${count}`))) count += 1;
  return `${name}_${count}`;
}

export function CopyDialog() {
  const snippet = useCopy((state) => state.snippet);
  if (snippet === null) return null;
  return (
    <LineDialog
      title={`Copy “${snippet.title}”`}
      description={`You have a file ${snippet.name}.py already. It stays as it is.`}
      label="Name of the copy"
      saveLabel="Copy to your tools"
      first={freeName(snippet.name)}
      check={(line) => wrongToolName("", line, isToolPath)}
      onSave={(line) => createOwnTool(ownToolPathOf("", line), snippet.source)}
      onClose={() => useCopy.setState({ snippet: null })}
      control={(ids, line, set) => <TextInput {...ids} isCode value={line} onChange={set} />}
    />
  );
}
