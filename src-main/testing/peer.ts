import { PassThrough } from "node:stream";
import type { Value } from "../../src-shared/value";
import type { Packet } from "../protocol/assembler";
import { type Bootstrap, bootstrapPacker } from "../protocol/bootstrap";
import { pack } from "../protocol/codec";
import { BOUNDARY, Flags, packHeader } from "../protocol/frame";
import { FrameReader } from "../protocol/frame-reader";
import { joined } from "../protocol/parts";
import { Protocol, type WireLogRecord } from "../protocol/protocol";

const agent = { stage0: "pass", payload: Buffer.from("the agent") };

/** One frame as a target writes it; a Buffer is its payload as it is. */
export function frame(flags: number, packetId: number, value: Value | Buffer): Buffer {
  const payload = Buffer.isBuffer(value) ? value : pack(value);
  return Buffer.concat([packHeader({ flags, length: payload.length, packetId }), payload]);
}

/** The fields of a hello that the app accepts. */
export function helloFields(nonce: string): Map<Value, Value> {
  const names = ["agent_version", "python_version", "implementation", "platform", "hostname"];
  return new Map<Value, Value>([
    ...[...names, "user", "encoding", "executable"].map((name): [Value, Value] => [name, "x"]),
    ["nonce", nonce],
    ["pid", 1],
  ]);
}

export function hello(bootstrap: Bootstrap, nonce = bootstrap.nonce): Buffer {
  return frame(Flags.HELLO, 0, helloFields(nonce));
}

/** A protocol whose other end is written by the test. */
export function peer() {
  const bootstrap = bootstrapPacker(agent, false);
  const readable = new PassThrough();
  const writable = new PassThrough();
  const logs: WireLogRecord[][] = [];
  const started = Protocol.fromSubprocess({ readable, writable }, bootstrap, {
    compress: false,
    onLog: (records) => logs.push(records),
  });
  const reader = new FrameReader();
  const greet = async () => {
    readable.write(
      Buffer.concat([Buffer.from(`motd\n${bootstrap.marker}\n`), BOUNDARY, hello(bootstrap)]),
    );
    const { protocol } = await started;
    // The bootstrap.
    writable.read();
    return protocol;
  };
  /** The frames that the app has written since the last look. */
  const sent = async (): Promise<Packet[]> => {
    await new Promise(setImmediate);
    const frames = reader.push(writable.read() ?? Buffer.alloc(0));
    return frames.map(({ parts, ...frame }) => ({ ...frame, payload: joined(parts) }));
  };
  return { bootstrap, readable, writable, started, greet, logs, sent };
}
