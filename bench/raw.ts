import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

function start(file: string, args: string[], env = process.env): ChildProcessWithoutNullStreams {
  return spawn(file, args, { stdio: "pipe", detached: true, env });
}

/**
 * Runs a program to its end, its stdin left open.
 * @throws Error with what it wrote to stderr when it fails
 */
export async function runToExit(file: string, args: string[], env = process.env): Promise<void> {
  const child = start(file, args, env);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdout.resume();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${file} ended with status ${code}: ${said.slice(-500)}`);
}

/** A program that says a line when it is ready and then takes and gives bytes: no agent, no values. */
export class RawPeer {
  /** The line that it said when it was ready. */
  greeting = "";
  readonly #child: ChildProcessWithoutNullStreams;
  #received = 0;
  #waiting: { size: number; done: () => void; failed: (error: Error) => void }[] = [];
  #ended: Error | null = null;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.on("data", (chunk: Buffer) => this.#receive(chunk.length));
    // Its end says why.
    child.stdin.on("error", () => {});
    child.once("close", () => {
      this.#ended = new Error(`the raw peer has ended: ${said.slice(-500)}`);
      for (const { failed } of this.#waiting.splice(0)) failed(this.#ended);
    });
  }

  /** @throws Error with what it wrote to stderr when it ends before it is ready */
  static async start(file: string, args: string[]): Promise<RawPeer> {
    const child = start(file, args);
    const peer = new RawPeer(child);
    child.stdout.once("data", (chunk: Buffer) => {
      peer.greeting = chunk.toString().trim();
    });
    await peer.receive(1);
    peer.#received = 0;
    return peer;
  }

  #receive(size: number): void {
    this.#received += size;
    for (let [next] = this.#waiting; next && this.#received >= next.size; [next] = this.#waiting) {
      this.#received -= next.size;
      this.#waiting.shift();
      next.done();
    }
  }

  /** Resolves when `size` bytes more have come than those before have waited for. */
  receive(size: number): Promise<void> {
    return new Promise((done, failed) => {
      if (this.#ended !== null) failed(this.#ended);
      this.#waiting.push({ size, done, failed });
      this.#receive(0);
    });
  }

  /** Writes, and waits while the peer takes no more. */
  async write(data: Uint8Array): Promise<void> {
    if (!this.#child.stdin.write(data)) await once(this.#child.stdin, "drain");
  }

  /** Says that no more follows, and waits for the `size` bytes that the peer then answers. */
  async endAndReceive(size: number): Promise<void> {
    const answer = this.receive(size);
    this.#child.stdin.end();
    await answer;
  }

  /** Sends a frame and waits until it has come back. */
  async echo(frame: Buffer): Promise<void> {
    const back = this.receive(frame.length);
    this.#child.stdin.write(frame);
    await back;
  }

  /** Sends `count` frames, `inFlight` of them under way, and waits until all have come back. */
  async echoMany(frame: Buffer, count: number, inFlight: number): Promise<void> {
    const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
    let left = count - inFlight;
    let odd = 0;
    const refill = (chunk: Buffer) => {
      const bytes = odd + chunk.length;
      odd = bytes % frame.length;
      const more = Math.min(Math.floor(bytes / frame.length), left);
      left -= more;
      this.#child.stdin.write(frames.subarray(0, more * frame.length));
    };
    this.#child.stdout.on("data", refill);
    const back = this.receive(count * frame.length);
    this.#child.stdin.write(frames);
    await back;
    this.#child.stdout.off("data", refill);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end();
    await once(this.#child, "exit");
  }
}

/** Sends back each frame, one after the other. No single quote in it, so that it passes a login shell. */
const ECHO = `
import os, struct
def read(size):
    data = os.read(0, size)
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            os._exit(0)
        data += more
    return data
os.write(1, b"ready\\n")
length = struct.Struct(">5sIIQ").unpack
while True:
    header = read(21)
    os.write(1, header + read(length(header)[2]))
`;

/** Starts the raw echo. */
export const ECHO_COMMAND = `exec python3 -c '${ECHO}'`;

/** A frame of the wire's form around a payload of `size` bytes. */
export function rawFrame(size: number): Buffer {
  const frame = Buffer.alloc(21 + size);
  frame.write("RMOTE", "latin1");
  frame.writeUInt32BE(size, 9);
  return frame;
}
