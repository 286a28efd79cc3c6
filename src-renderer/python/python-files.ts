/** What the preview's Python starts from; made by scripts/build-python.mjs. */
export interface PythonFiles {
  wasm: WebAssembly.Module;
  /** The standard library, for what a template imports. */
  stdlib: ArrayBuffer;
  /** The memory of a Python that has started and imported our modules. */
  snapshot: ArrayBuffer;
}

let files: Promise<PythonFiles> | null = null;

/** The files, loaded once and kept: a thread that is ended is replaced within half a second. */
export function loadPythonFiles(): Promise<PythonFiles> {
  files ??= load().catch((thrown: unknown) => {
    // The next attempt loads them again.
    files = null;
    throw thrown;
  });
  return files;
}

async function load(): Promise<PythonFiles> {
  const [wasm, stdlib, snapshot] = await Promise.all([
    WebAssembly.compileStreaming(get("pyodide.asm.wasm")),
    get("python_stdlib.zip").then((reply) => reply.arrayBuffer()),
    get("snapshot.gz").then(inflate),
  ]);
  return { wasm, stdlib, snapshot };
}

async function get(name: string): Promise<Response> {
  const reply = await fetch(`/python/${name}`);
  if (!reply.ok) throw new Error(`${name} is missing: the app was not built or installed whole.`);
  return reply;
}

async function inflate(reply: Response): Promise<ArrayBuffer> {
  if (reply.body === null) throw new Error("The snapshot is empty.");
  const inflated = reply.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(inflated).arrayBuffer();
}
