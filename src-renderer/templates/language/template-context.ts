import type { Member, ValueAt } from "../../../src-shared/preview";

/** What the data of a template are just now, for completion and hover. Each may fail: then nothing is shown. */
export interface TemplateContext {
  /** The names that the data has, with the types of what they hold. */
  names(): Promise<Pick<Member, "name" | "type">[]>;
  /** What can follow an expression. */
  members(expression: string): Promise<Member[]>;
  /** Null where it cannot be told. */
  valueAt(expression: string): Promise<ValueAt | null>;
}

const contexts = new Map<string, TemplateContext>();

/** Says what the data of a template are. @param path the `path` that its editor was made with; null takes it away */
export function setTemplateContext(path: string, context: TemplateContext | null): void {
  if (context === null) contexts.delete(path);
  else contexts.set(path, context);
}

export function templateContext(path: string): TemplateContext | null {
  return contexts.get(path) ?? null;
}
