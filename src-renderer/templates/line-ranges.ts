/** Lines of a text, from 1, both ends included. */
export interface LineRange {
  first: number;
  last: number;
}

/**
 * The lines of `after` that `before` has not at this place. Lines that are the same at the
 * beginning and at the end are left out; what is between is compared line by line where there are
 * as many of them, and is new as a whole otherwise. Linear in the text, for each keystroke.
 */
export function changedLines(before: string, after: string): LineRange[] {
  if (before === after) return [];
  const old = before.split("\n");
  const now = after.split("\n");
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const end = now.length - tail;
  if (old.length !== now.length) return head === end ? [] : [{ first: head + 1, last: end }];
  const lines: number[] = [];
  for (let at = head; at < end; at += 1) if (old[at] !== now[at]) lines.push(at + 1);
  return rangesOf(lines);
}

/** The lines of the output that a line of the template wrote. @param lines of a `Preview` */
export function outputLinesOf(lines: readonly number[], templateLine: number): LineRange[] {
  const found: number[] = [];
  lines.forEach((line, at) => {
    if (line === templateLine) found.push(at + 1);
  });
  return rangesOf(found);
}

/** Lines in ascending order as ranges of those that follow one another. */
function rangesOf(lines: readonly number[]): LineRange[] {
  const ranges: LineRange[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && last.last === line - 1) last.last = line;
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}
