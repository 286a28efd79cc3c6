import { libraryPathSchema } from "../../src-shared/library";
import { dataSetPath, TEMPLATE_SUFFIX } from "../../src-shared/template-files";

/** The path of a template from what a person typed: `nginx.conf` in `web` is `web/nginx.conf.mako`. */
export function templatePath(folder: string, line: string): string {
  const name = line.endsWith(TEMPLATE_SUFFIX) ? line : `${line}${TEMPLATE_SUFFIX}`;
  return folder === "" ? name : `${folder}/${name}`;
}

/** What is wrong with the name of a new template; null where nothing is. */
export function wrongTemplateName(
  folder: string,
  line: string,
  isThere: (path: string) => boolean,
): string | null {
  if (line === "" || line === TEMPLATE_SUFFIX) return "Type the name of the file that it makes.";
  const path = templatePath(folder, line);
  if (!libraryPathSchema.safeParse(path).success)
    return 'A name has none of \\ : * ? " < > | and does not begin with a dot.';
  return isThere(path) ? `${path} is there already.` : null;
}

/** What is wrong with the name of a data set; null where nothing is. */
export function wrongDataName(
  template: string,
  line: string,
  isTaken: (name: string) => boolean,
): string | null {
  if (line === "") return "Type a name, such as production.";
  if (
    /[./]/.test(line) ||
    !libraryPathSchema.safeParse(dataSetPath(template, line, "yaml")).success
  )
    return "A name is one word without dots and slashes.";
  return isTaken(line) ? `There is a data set ${line} already.` : null;
}

/** A name that is free: the given one, or it with a number. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; isTaken(free); count += 1) free = `${name}-${count}`;
  return free;
}
