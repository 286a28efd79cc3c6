import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Reader what reads Python sources
 * @property {(source: string) => string} docstring of a module
 * @property {(source: string, module: string) => object[]} toolsOf the tools of a module
 * @property {(source: string) => object} partsOf what each method of a module needs of it
 */

/**
 * The snippets of a folder. A module's docstring says all about it: its title, what it is for, and its
 * tags.
 *
 * @param {string} folder
 * @param {Reader} reader
 * @throws {Error} that names the file that lacks something
 */
export function readSnippets(folder, { docstring, toolsOf, partsOf }) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".py"));
  return files.sort().map((file) => {
    const name = file.slice(0, -3);
    const source = readFileSync(join(folder, file), "utf8");
    const module = `rmote.snippets.${name}`;
    const tools = toolsOf(source, module);
    if (tools.length === 0) throw new Error(`The snippet ${file} has no Tool class.`);
    return {
      name,
      module,
      filename: `rmote/snippets/${file}`,
      source,
      tools,
      parts: partsOf(source),
      ...readDocstring(docstring(source), file),
    };
  });
}

/** @param {string} doc @param {string} file */
function readDocstring(doc, file) {
  const [title = "", ...paragraphs] = doc.split("\n\n").map((each) => each.trim());
  const last = paragraphs.pop() ?? "";
  const tags = /^Tags: (.+)$/s.exec(last)?.[1];
  if (title === "" || title.includes("\n") || paragraphs.length === 0 || tags === undefined) {
    throw new Error(
      `The docstring of the snippet ${file} is not its title, a blank line, what it is for, a blank line and "Tags: ".`,
    );
  }
  return {
    title,
    summary: paragraphs[0]?.replace(/\s+/g, " "),
    doc: paragraphs.join("\n\n"),
    tags: tags.split(",").map((tag) => tag.trim()),
  };
}
