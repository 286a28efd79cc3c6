import { type Failure, FailureError, failure } from "../../src-shared/failure";
import { Flags } from "../protocol/frame";
import { FrameReader } from "../protocol/frame-reader";
import type { Connection, ConnectOptions } from "../session/connection";
import { frame, peer } from "./peer";

interface Attempt {
  options: ConnectOptions;
  succeed(): Promise<void>;
  fail(reason: Failure): void;
}

/** A target that does what the test says: whether attempts come to anything, and whether heartbeats are answered. */
export class ScriptedTarget {
  answers = true;
  /** Attempts that wait for what becomes of them. */
  readonly waiting: Attempt[] = [];
  /** Links that were made and are not closed yet. */
  readonly links = new Set<{ end: () => void; say: () => void }>();

  readonly connect = (options: ConnectOptions): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const settle = () => {
        this.waiting.splice(this.waiting.indexOf(attempt), 1);
        options.signal?.removeEventListener("abort", cancel);
      };
      const fail = (reason: Failure) => {
        settle();
        reject(new FailureError(reason));
      };
      const cancel = () => fail(failure("cancelled", "Connecting was cancelled."));
      const succeed = async () => {
        settle();
        resolve(await this.#link());
      };
      const attempt = { options, succeed, fail };
      this.waiting.push(attempt);
      options.signal?.addEventListener("abort", cancel);
    });

  async #link(): Promise<Connection> {
    const { readable, writable, greet, started } = peer();
    const protocol = await greet();
    const { hello } = await started;
    const reader = new FrameReader();
    writable.on("data", (data: Buffer) => {
      for (const { flags, packetId } of reader.push(data)) {
        if (flags === (Flags.PING | Flags.REQUEST) && this.answers) {
          readable.write(frame(Flags.PING | Flags.RESPONSE, packetId, null));
        }
      }
    });
    const link = {
      end: () => void readable.end(),
      // An answer that nobody waits for.
      say: () => void readable.write(frame(Flags.RPC | Flags.RESPONSE, 999_999, null)),
    };
    this.links.add(link);
    return {
      protocol,
      hello,
      stderrLines: () => [],
      close: async () => {
        protocol.close();
        this.links.delete(link);
      },
    };
  }
}
