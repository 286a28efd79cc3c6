import { pack } from "msgpackr";
import type { Connection } from "../src-main/session/connection";
import { toolOf } from "../src-main/testing/agent";
import { rawFrame } from "./raw";

const small = toolOf(
  "Small",
  `from rmote.protocol import Tool
class Small(Tool):
    def one(self): return 1
    async def one_later(self): return 1
`,
  "tools.small",
);

/** The least that a call can be, sync or async. */
export async function smallCall(
  { protocol }: Connection,
  method: "one" | "one_later" = "one",
): Promise<void> {
  const result = await protocol.call(small, method, [], new Map());
  if (result !== 1) throw new Error(`a small call answered ${String(result)}`);
}

/** A frame of the size that the request of a small call has. */
export function smallFrame(): Buffer {
  return rawFrame(pack({ method: "tools.small.Small.one", args: [], kwargs: {} }).length);
}

const bulk = toolOf(
  "Bulk",
  `from rmote.protocol import Tool
kept = b""
class Bulk(Tool):
    def take(self, data):
        return len(data)
    def keep(self, data):
        global kept
        kept = data
    def give(self):
        return kept
`,
  "tools.bulk",
);

/** Sends a piece as the argument of a call. */
export async function sendPiece({ protocol }: Connection, piece: Uint8Array): Promise<void> {
  const size = await protocol.call(bulk, "take", [piece], new Map());
  if (size !== piece.length) throw new Error(`${String(size)} bytes arrived of ${piece.length}`);
}

/** Leaves the piece on the target that `fetchPiece` brings back. */
export async function keepPiece({ protocol }: Connection, piece: Uint8Array): Promise<void> {
  await protocol.call(bulk, "keep", [piece], new Map());
}

/** Gets the kept piece as the result of a call. */
export async function fetchPiece({ protocol }: Connection, size: number): Promise<void> {
  const piece = await protocol.call(bulk, "give", [], new Map());
  if (!(piece instanceof Uint8Array) || piece.length !== size) throw new Error("a piece is cut");
}
