// Builds out/renderer/python, what the page's Python starts from.
import { resolve } from "node:path";
import { writePython } from "./python-files.mjs";

const size = await writePython(resolve(import.meta.dirname, "../out/renderer/python"));
console.log(`preview: Python in WebAssembly, its snapshot ${size} bytes`);
