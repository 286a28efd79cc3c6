import { type ConfigFiles, MAX_INCLUDE_DEPTH } from "./config-files";
import type { ConfigLine } from "./config-line";

/** Visits of files in one walk: what includes itself twice would double with each level. */
const MAX_VISITS = 1000;

export interface WalkSteps {
  /** Whether the section that a `Host` or `Match` begins counts; only asked within what counts. */
  enters(line: ConfigLine, file: string): boolean;
  /** Each line that counts, the heads of its sections as well. */
  visit(line: ConfigLine, file: string): void;
  /** Why no further file is gone into, as a sentence; told once. */
  stops?(problem: string): void;
  /** A file that counts and could not be read. */
  misses?(file: string): void;
}

/** Goes through the lines in ssh's order: an included file's where it is included. */
export function walkConfig(files: ConfigFiles, steps: WalkSteps): void {
  let visits = 0;
  let isStopped = false;
  const stop = (problem: string) => {
    if (!isStopped) steps.stops?.(problem);
    isStopped = true;
  };
  const walk = (file: string, depth: number) => {
    visits += 1;
    if (visits > MAX_VISITS) stop(`${file} is read more than ${MAX_VISITS} times.`);
    if (files.unread.has(file)) steps.misses?.(file);
    let counts = true;
    for (const line of files.lines.get(file) ?? []) {
      if (line.keyword === "host" || line.keyword === "match") counts = steps.enters(line, file);
      else if (!counts) continue;
      else if (line.keyword !== "include") steps.visit(line, file);
      else if (isStopped) continue;
      else if (depth < MAX_INCLUDE_DEPTH) {
        const included = files.includes.get(`${file}:${line.number}`) ?? [];
        for (const each of included) walk(each, depth + 1);
      } else stop(`${file}:${line.number} includes more than ${MAX_INCLUDE_DEPTH} files deep.`);
    }
  };
  walk(files.root, 0);
}
