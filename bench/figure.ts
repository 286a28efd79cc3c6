import type { Lab } from "./lab";

export interface Target {
  /** What is held against it: our value, ours divided by the limit, or ours less the limit. */
  of: "ours" | "ratio" | "difference";
  bound: "at most" | "at least";
  value: number;
}

/** One line of the table. */
export interface Row {
  what: string;
  unit: "ms" | "calls/s" | "MiB/s" | "MB";
  ours: number[];
  /** What ours is held against, and its samples of the same run. */
  limitIs: string;
  limit: number[];
  /** The part of the samples that lies below the value shown; the median if left out. */
  part?: number;
  /** None for a line that only tells more. */
  target?: Target;
}

export interface Figure {
  /** What `npm run bench -- NAME` calls it. */
  name: string;
  /** What keeps it from being measured on this machine; null where nothing does. */
  missing?(): string | null;
  measure(lab: Lab): Promise<Row[]>;
}
