/**
 * How templates and their data sets lie in the library `templates`:
 *
 *     web/nginx.conf.mako               the template, which makes an nginx.conf
 *     web/nginx.conf.production.yaml    its data set "production"
 *     web/nginx.conf.test.json          its data set "test"
 */

export const TEMPLATE_SUFFIX = ".mako";

export type DataFormat = "yaml" | "json";

export interface TemplateEntry {
  /** Its path in the library, which is what it is known by. */
  path: string;
  /** The name of what it makes: `nginx.conf`. */
  target: string;
  dataSets: DataSetEntry[];
}

export interface DataSetEntry {
  path: string;
  /** `production`: one word without dots. */
  name: string;
  format: DataFormat;
}

/** The templates among the paths of a library, each with its data sets, sorted by path. */
export function templatesOf(paths: readonly string[]): TemplateEntry[] {
  const entries = new Map<string, TemplateEntry>();
  for (const path of paths) {
    if (!path.endsWith(TEMPLATE_SUFFIX)) continue;
    const stem = stemOf(path);
    entries.set(stem, { path, target: stem.slice(stem.lastIndexOf("/") + 1), dataSets: [] });
  }
  for (const path of paths) {
    const match = /^(.+)\.([^./]+)\.(ya?ml|json)$/.exec(path);
    if (match === null) continue;
    const [, stem = "", name = "", suffix] = match;
    const format = suffix === "json" ? "json" : "yaml";
    entries.get(stem)?.dataSets.push({ path, name, format });
  }
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  for (const entry of entries.values()) entry.dataSets.sort(byPath);
  return [...entries.values()].sort(byPath);
}

/** A template's path without its suffix: what its data sets' names begin with. */
export function stemOf(path: string): string {
  return path.slice(0, -TEMPLATE_SUFFIX.length);
}

/** The path of a data set. @param name one word without dots and slashes */
export function dataSetPath(template: string, name: string, format: DataFormat): string {
  return `${stemOf(template)}.${name}.${format}`;
}

/**
 * What has to move when a template gets another path: it, and its data sets.
 * @returns pairs of paths, the template first
 */
export function movesOf(entry: TemplateEntry, to: string): { from: string; to: string }[] {
  const from = stemOf(entry.path);
  return [entry.path, ...entry.dataSets.map(({ path }) => path)].map((path) => ({
    from: path,
    to: stemOf(to) + path.slice(from.length),
  }));
}
