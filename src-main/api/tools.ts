import { fileURLToPath } from "node:url";
import { type ToolMethods, toolMethods } from "../protocol/tool-method";
import { ToolLibrary, toolFromFile } from "../tools/tool-library";
import { agentFolder } from "./folders";

let library: ToolLibrary | null = null;

/** The methods of a built-in tool. @param key `rmote.tools.fs.FileSystem` */
export function builtIn(key: string): ToolMethods {
  return toolMethods((method) => {
    library ??= new ToolLibrary(agentFolder);
    return library.find(key, method);
  });
}

/**
 * The methods of a tool of your own, whose file is read at each call. `rmote-desktop types` prints
 * their types; without those, all go as `Value`.
 * @param file path, or `new URL("./disk.py", import.meta.url)`
 * @param name of the class
 */
export function toolFile(file: string | URL, name: string): ToolMethods {
  const path = typeof file === "string" ? file : fileURLToPath(file);
  return toolMethods(() => toolFromFile(path, name));
}
