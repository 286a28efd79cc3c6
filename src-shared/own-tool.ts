import { z } from "zod";
import { libraryPathSchema, libraryTextSchema } from "./library";

/** The user's own tools: files of the library "tools". What classes are in one, `describe.py` reads. */
export const TOOL_SUFFIX = ".py";

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Whether Python can import a module under this name. */
export function isModuleName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name);
}

export function isToolFile(path: string): boolean {
  return path.endsWith(TOOL_SUFFIX);
}

/** The module that a file is on a target: `tools.nginx` for `web/nginx.py`; null where its name is none of a module. */
export function toolModule(path: string): string | null {
  if (!isToolFile(path)) return null;
  const stem = path.slice(path.lastIndexOf("/") + 1, -TOOL_SUFFIX.length);
  return isModuleName(stem) ? `tools.${stem}` : null;
}

/** The file of an own tool, as its tracebacks name it: `tools/web/nginx.py` for `web/nginx.py`. */
export function toolFilename(path: string): string {
  return `tools/${path}`;
}

/** The path of the library that a traceback names; null for any other file. */
export function toolPathOf(filename: string): string | null {
  return filename.startsWith("tools/") ? filename.slice("tools/".length) : null;
}

/** What a call of an own tool names beside its key: the file, and its text where that is another than the saved one. */
export const ownToolSchema = z.object({
  path: libraryPathSchema,
  /** What stands in the editor; null for what the file has. */
  text: libraryTextSchema.nullable(),
});
export type OwnToolRef = z.infer<typeof ownToolSchema>;
