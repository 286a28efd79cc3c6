import { libraryPathSchema } from "../../src-shared/library";
import { isModuleName, TOOL_SUFFIX } from "../../src-shared/own-tool";

/** The path of a tool file from what a person typed: `nginx` in `web` is `web/nginx.py`. */
export function ownToolPathOf(folder: string, line: string): string {
  const name = line.endsWith(TOOL_SUFFIX) ? line : `${line}${TOOL_SUFFIX}`;
  return folder === "" ? name : `${folder}/${name}`;
}

/** What is wrong with the name of a tool file; null where nothing is. Folders may stand before it: `web/nginx`. */
export function wrongToolName(
  folder: string,
  line: string,
  isThere: (path: string) => boolean,
): string | null {
  if (line === "" || line === TOOL_SUFFIX) return "Type a name, such as nginx.";
  const path = ownToolPathOf(folder, line);
  const stem = path.slice(path.lastIndexOf("/") + 1, -TOOL_SUFFIX.length);
  if (!isModuleName(stem)) {
    return "A tool file is a Python module: letters, digits and underscores, no digit first, and no word of Python's.";
  }
  if (!libraryPathSchema.safeParse(path).success) {
    return 'A folder has none of \\ : * ? " < > | and does not begin with a dot.';
  }
  return isThere(path) ? `${path} is there already.` : null;
}

/** The class that a new file begins with: `DiskReport` for `disk_report.py`. */
export function className(path: string): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.py$/, "");
  const name = stem
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  if (name === "" || /^\d/.test(name)) return "Own";
  // The base class has that name.
  return name === "Tool" ? "OwnTool" : name;
}
