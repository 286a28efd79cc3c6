import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./setup/paths.mjs";

const renderer = join(root, "src-renderer");

/** The classes of each file of styles, and those that the components which import it name. */
function readStyles() {
  const files = readdirSync(renderer, { recursive: true, encoding: "utf8" });
  /** @type {Map<string, { made: Set<string>, named: Set<string> }>} */
  const styles = new Map();
  for (const file of files.filter((each) => each.endsWith(".module.css"))) {
    const made = readFileSync(join(renderer, file), "utf8").matchAll(/\.([a-zA-Z][\w-]*)/g);
    styles.set(file, { made: new Set([...made].map(([, name = ""]) => name)), named: new Set() });
  }
  /** @type {string[]} */
  const missing = [];
  for (const file of files.filter((each) => /\.tsx?$/.test(each))) {
    const text = readFileSync(join(renderer, file), "utf8");
    const imports = text.matchAll(/import (\w+) from "([^"]+\.module\.css)";/g);
    for (const [statement, local = "", path = ""] of imports) {
      const style = styles.get(join(dirname(file), path));
      if (style === undefined) {
        missing.push(`${file}: ${path}`);
        continue;
      }
      const body = text.replace(/^import [^;]*;/gm, "");
      if (body.includes(`${local}[`)) for (const name of style.made) style.named.add(name);
      for (const [, name = ""] of body.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, "g"))) {
        style.named.add(name);
        if (!style.made.has(name)) missing.push(`${file}: ${local}.${name} (${statement})`);
      }
    }
  }
  const unused = [...styles].flatMap(([file, { made, named }]) =>
    [...made].filter((name) => !named.has(name)).map((name) => `${file}: .${name}`),
  );
  return { count: styles.size, missing, unused };
}

test("each class that a component names is in its styles, and each of these is named", () => {
  const { count, missing, unused } = readStyles();
  expect(count).toBeGreaterThan(20);
  expect(missing).toEqual([]);
  expect(unused).toEqual([]);
});
