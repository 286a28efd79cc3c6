import { Worker } from "node:worker_threads";
import { z } from "zod";
import { FailureError, failure, remoteExceptionSchema } from "../../src-shared/failure";
import { contextJson } from "../../src-shared/python/context-json";
import { PythonEngine, type SpawnThread } from "../../src-shared/python/python-engine";
import type { Value } from "../../src-shared/value";
import type { EngineOptions, TemplateEngine } from "./template-engine";

const MiB = 1024 * 1024;
const MAX_MEMORY = 1024 * MiB;

/** A template on the command line may take its time, as it may in a Python of this machine. */
const DAY = 86_400_000;
const limits = {
  interruptAfter: DAY,
  interruptAtMost: DAY,
  endAfter: DAY,
  startWithin: 60_000,
  keepBelow: 512 * MiB,
};

const answerSchema = z.object({
  value: z.unknown(),
  exception: remoteExceptionSchema.nullable(),
});

/** The engine in WebAssembly, in a thread of Node: for machines without a Python. */
export class WasmEngine implements TemplateEngine {
  private readonly engine: PythonEngine;
  private lastKey = 0;

  /**
   * @param python folder that the build wrote (`out/renderer/python`)
   * @param script `python-worker.ts` as JavaScript
   */
  constructor(python: string, script: string) {
    this.engine = new PythonEngine(spawnThread(python, script), limits);
  }

  async names(source: string, options?: EngineOptions): Promise<string[]> {
    const names = await this.ask("names", [JSON.stringify(source)], options);
    return z.array(z.string()).parse(names);
  }

  async render(
    source: string,
    context: Map<string, Value>,
    options?: EngineOptions,
  ): Promise<string> {
    const params = [JSON.stringify(source), contextJson(context)];
    return z.string().parse(await this.ask("render", params, options));
  }

  async close(): Promise<void> {
    this.engine.stop();
  }

  private async ask(method: string, params: string[], { signal }: EngineOptions = {}) {
    if (signal?.aborted) throw cancelled();
    const stop = () => this.engine.stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const request = `{"method":"${method}","params":[${params.join(",")}]}`;
      this.lastKey += 1;
      const outcome = await this.engine.run(`${this.lastKey}`, request);
      if (outcome.kind === "superseded") throw cancelled();
      if (outcome.kind === "stopped") throw stopped(outcome.reason);
      const { value, exception } = answerSchema.parse(JSON.parse(outcome.text));
      if (exception === null) return value;
      throw new FailureError(failure("tool_error", exception.message, { exception }));
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }
}

/** Starts the thread of `python-worker.ts`. */
export function spawnThread(python: string, script: string): SpawnThread {
  return (interrupt, heard, ended) => {
    const worker = new Worker(script, {
      workerData: { kind: "start", files: python, interrupt, maxMemory: MAX_MEMORY },
      env: {},
    });
    worker.on("message", heard);
    worker.on("error", (error) => ended(error.message));
    worker.on("exit", (code) => ended(`Its thread ended with ${code}.`));
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => void worker.terminate(),
    };
  };
}

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "Rendering was cancelled."));
}

function stopped(reason: "time" | "memory" | "crash"): FailureError {
  return new FailureError(
    reason === "memory"
      ? failure("too_large", `The template needs more than ${MAX_MEMORY / MiB} MiB of memory.`)
      : failure("internal", "The Python in WebAssembly broke while it rendered the template.", {
          advice: "Install python3 on this machine: it is used where it is there.",
        }),
  );
}
