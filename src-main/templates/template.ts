import type { Value } from "../../src-shared/value";
import type { EngineOptions, TemplateEngine } from "./template-engine";

/**
 * A template that compiles. It is a `Value`: as an argument of a call it arrives on a target as a
 * `Template` of `rmote.protocol`.
 */
export class Template {
  readonly $ = "template";

  readonly #engine: TemplateEngine;

  private constructor(
    readonly source: string,
    /** The names that it reads and does not bind itself, Python's own left out. */
    readonly names: readonly string[],
    engine: TemplateEngine,
  ) {
    this.#engine = engine;
  }

  /** @throws FailureError `tool_error` where it is no template: `templateError` has line and column */
  static async compile(
    source: string,
    engine: TemplateEngine,
    options?: EngineOptions,
  ): Promise<Template> {
    const names = await engine.names(source, options);
    return new Template(source, names, engine);
  }

  /**
   * The rendered text.
   * @throws FailureError `tool_error` where an expression raises: `templateError` has its place
   */
  async render(context: Map<string, Value> = new Map(), options?: EngineOptions): Promise<string> {
    return await this.#engine.render(this.source, context, options);
  }
}

/** Compiles and renders in one step. @throws FailureError `tool_error`, as `Template` does */
export async function renderTemplate(
  source: string,
  context: Map<string, Value>,
  engine: TemplateEngine,
  options?: EngineOptions,
): Promise<string> {
  return await engine.render(source, context, options);
}
