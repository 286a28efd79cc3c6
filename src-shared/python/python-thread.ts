import type { PyodideAPI, PyodideConfig } from "pyodide";
import type { RunMessage, StartMessage, WorkerReply } from "./messages";

/**
 * Our modules are in the memory snapshot, already imported. The chance that is in it too, each thread
 * takes anew; after the fence no template reaches JavaScript.
 */
const ENTRY = `
import analysis, preview, random
random.seed()
preview.fence()
lambda request: analysis.analysis_json(request) if analysis.is_for(request) else preview.preview_json(request)`;

const WARM_UP = '{"method":"preview","params":["% for x in y:\\n${x} ${z}\\n% endfor",{"y":[1]}]}';

type Ask = (request: string) => string;

/**
 * The Python of a thread, started from a snapshot that has our modules in it. It knows neither Node nor
 * a browser: the two workers around it do.
 * @param load pyodide's `loadPyodide`
 */
export async function startPython(
  load: (options: PyodideConfig) => Promise<PyodideAPI>,
  options: PyodideConfig,
  { interrupt, maxMemory }: Pick<StartMessage<unknown>, "interrupt" | "maxMemory">,
): Promise<(message: RunMessage) => WorkerReply> {
  const memory = limitMemory(maxMemory);
  const python = await load({
    ...options,
    lockFileContents: noPackages(),
    // What a template prints goes nowhere, and nothing can be read.
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  });
  const flag = new Uint8Array(interrupt);
  python.setInterruptBuffer(flag);
  const ask = python.runPython(ENTRY) as Ask;
  // WebAssembly compiles a function when it is first called: that is part of the start.
  ask(WARM_UP);
  return ({ id, request }) => {
    memory.refused = false;
    try {
      const text = String(ask(request));
      return { kind: "done", id, text, refused: memory.refused, memory: memory.size() };
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return { kind: "broken", id, message, refused: memory.refused };
    }
  };
}

/** No packages are ever loaded: there is no list of any. */
export function noPackages(): string {
  return JSON.stringify({ info: lockInfo, packages: {} });
}

const lockInfo = {
  arch: "wasm32",
  platform: "emscripten_5_0_3",
  version: "314.0.7",
  python: "3.14.2",
  abi_version: "2026_0",
};

/**
 * Refuses memory beyond a limit, as a machine does that has no more: Python gets a MemoryError. To be
 * called before the WebAssembly module is made.
 */
function limitMemory(maxBytes: number): { refused: boolean; size: () => number } {
  const PAGE = 65_536;
  const grow = WebAssembly.Memory.prototype.grow;
  let last: WebAssembly.Memory | null = null;
  const state = { refused: false, size: () => last?.buffer.byteLength ?? 0 };
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    last = this;
    if (this.buffer.byteLength + pages * PAGE > maxBytes) {
      state.refused = true;
      throw new RangeError("The preview has no more memory.");
    }
    return grow.call(this, pages);
  };
  return state;
}
