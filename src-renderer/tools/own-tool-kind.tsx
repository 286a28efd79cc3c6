import { FileCode2 } from "lucide-react";
import { formatPlural } from "../../src-shared/format";
import { isToolFile } from "../../src-shared/own-tool";
import { callChildKind } from "../calls/call-child-kind";
import type { LibraryKind } from "../library/library-kind";
import type { LibraryChild, LibraryEntry } from "../library/library-rows";
import { openOwnToolTab } from "../shell/shell-store";
import { ImportPreview } from "../snippets/import-preview";
import { showOwnTool } from "./own-tool-actions";
import { askForNewTool } from "./own-tool-dialog-store";
import { isToolPath } from "./own-tool-dialogs";
import { ownToolPathOf, wrongToolName } from "./own-tool-name";
import { type OwnToolFile, useOwnTools } from "./own-tools-store";

/** A file of own tools as a row of the tree; null for what is none, such as a saved call. */
export function ownToolRow(
  path: string,
  file: OwnToolFile | undefined,
  calls: readonly LibraryChild[] = [],
): LibraryEntry | null {
  if (!isToolFile(path)) return null;
  const words = (file?.tools ?? []).flatMap((tool) => [
    tool.name,
    tool.summary,
    ...tool.methods.flatMap((method) => [method.name, method.summary]),
  ]);
  const label = path.slice(path.lastIndexOf("/") + 1);
  return { path, label, files: [path], words: words.join("\n"), children: calls };
}

/** Saved calls lie in `calls`, beside the file of their tool. */
function isCallsFolder(path: string): boolean {
  return path === "calls" || path.endsWith("/calls");
}

/** What the tree of the library has to know of own tools. */
export const ownToolKind: LibraryKind = {
  library: "tools",
  title: "Tools",
  treeLabel: "Your tools",
  // The built-in tools below them are filtered too.
  filterLabel: "Filter tools, methods and calls",
  word: "tool",
  noneWords: {
    none: (folder) => `You have no tool of your own yet. They are Python files in ${folder}.`,
    notFound: (words) => `None of yours has “${words}” in its name or summary.`,
  },
  icon: () => <FileCode2 size={13} />,
  detail: ({ path }) => detailOf(useOwnTools.getState().files.get(path)),
  movesOf: ({ path }, to) => [{ from: path, to }],
  pathOf: ownToolPathOf,
  wrongName: (folder, name) =>
    name.includes("/")
      ? "A name has no slash. Drag it into a folder instead."
      : wrongToolName(folder, name, isToolPath),
  hidesFolder: isCallsFolder,
  open: ({ path }, isLook) => (isLook ? openOwnToolTab(path) : showOwnTool(path)),
  importPreview: (file) => <ImportPreview file={file} />,
  askForNew: askForNewTool,
  child: callChildKind,
};

function detailOf(file: OwnToolFile | undefined): string {
  if (file === undefined) return "";
  if (file.error !== null || file.trouble !== null) return "error";
  if (file.module === null) return "not a module name";
  const count = file.tools.reduce((sum, { methods }) => sum + methods.length, 0);
  return file.tools.length === 0 ? "no tool" : formatPlural(count, "method");
}
