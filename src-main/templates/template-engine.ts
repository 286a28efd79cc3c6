import { FailureError, failure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import type { Agent } from "../protocol/bootstrap";
import type { ToolSource } from "../protocol/tool-source";
import { type Connection, fromLocal } from "../session/connection";
import { WasmEngine } from "./wasm-engine";

export interface EngineOptions {
  /** Ends what is asked: the promise rejects as `cancelled`. */
  signal?: AbortSignal;
}

/** What renders templates: the one engine, in some Python. */
export interface TemplateEngine {
  /**
   * The names that a template reads and does not bind itself.
   * @throws FailureError `tool_error` where it is no template (`templateError` of src-shared)
   */
  names(source: string, options?: EngineOptions): Promise<string[]>;
  /** The rendered text. @throws FailureError `tool_error` where it is no template or fails */
  render(source: string, context: Map<string, Value>, options?: EngineOptions): Promise<string>;
  /** Ends what it started. It starts again with the next template. */
  close(): Promise<void>;
}

export interface EngineParts {
  agent: Agent;
  /** The built-in tool `Template`. */
  tool: ToolSource;
  /** What the build wrote for WebAssembly (`out/renderer/python`), and the thread's script. */
  python: string;
  script: string;
}

/** A Python that is not here, or that the agent does not run on. */
const noPython = ["no_python", "python_too_old"];

/** The engine of this machine: in its own `python3`, in WebAssembly where it has none. */
export class LocalEngine implements TemplateEngine {
  private engine: Promise<TemplateEngine> | null = null;

  constructor(private readonly parts: EngineParts) {}

  async names(source: string, options?: EngineOptions): Promise<string[]> {
    return await (await this.get(options)).names(source, options);
  }

  async render(
    source: string,
    context: Map<string, Value>,
    options?: EngineOptions,
  ): Promise<string> {
    return await (await this.get(options)).render(source, context, options);
  }

  async close(): Promise<void> {
    const engine = this.engine;
    this.engine = null;
    // One that did not start has nothing to end.
    await engine?.then((started) => started.close()).catch(() => {});
  }

  private get(options: EngineOptions = {}): Promise<TemplateEngine> {
    if (this.engine !== null) return this.engine;
    const engine = this.start(options, () => {
      if (this.engine === engine) this.engine = null;
    });
    this.engine = engine;
    return engine;
  }

  /** @param ended called when there is no engine any more, or none came of it */
  private async start({ signal }: EngineOptions, ended: () => void): Promise<TemplateEngine> {
    const { agent, tool, python, script } = this.parts;
    try {
      const connection = await fromLocal(agent, { ...(signal !== undefined && { signal }) });
      void connection.protocol.waitClosed().then(ended);
      return new SessionEngine(connection, tool);
    } catch (error) {
      if (error instanceof FailureError && noPython.includes(error.failure.code)) {
        return new WasmEngine(python, script);
      }
      ended();
      throw error;
    }
  }
}

/** The engine on a target, over a connection. */
export class SessionEngine implements TemplateEngine {
  constructor(
    private readonly connection: Connection,
    private readonly tool: ToolSource,
  ) {}

  async names(source: string, options?: EngineOptions): Promise<string[]> {
    const names = await this.call("names", [source], options);
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
    throw notAnAnswer();
  }

  async render(
    source: string,
    context: Map<string, Value>,
    options?: EngineOptions,
  ): Promise<string> {
    const text = await this.call("render", [source, new Map<Value, Value>(context)], options);
    if (typeof text === "string") return text;
    throw notAnAnswer();
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async call(method: string, args: Value[], { signal }: EngineOptions = {}) {
    return await this.connection.protocol.call(this.tool, method, args, new Map(), {
      ...(signal !== undefined && { signal }),
    });
  }
}

function notAnAnswer(): FailureError {
  return new FailureError(
    failure("protocol_error", "The target answered with what its tool Template does not return."),
  );
}
