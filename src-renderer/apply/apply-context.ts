import type { Value } from "../../src-shared/value";

/** What a template can be rendered with. */
export interface ApplyContext {
  /** Tells it from the others: two data sets may have one name. */
  id: string;
  name: string;
  value: ReadonlyMap<string, Value>;
}
