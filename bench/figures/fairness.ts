import { randomBytes } from "node:crypto";
import type { Figure, Row } from "../figure";
import { ECHO_COMMAND } from "../raw";
import { fetchPiece, keepPiece, sendPiece, smallCall, smallFrame } from "../tools";

const MIB = 1024 * 1024;
const PIECE = 16 * MIB;
/** Transfers under way, so that one always waits behind another. */
const IN_FLIGHT = 2;
const ROUNDS = 3;
const ROUND_MS = 3000;
/** Milliseconds from one small call to the next. */
const PACE_MS = 5;
/** A timer may be this late by itself; later, this process was busy, and the call had to wait for it. */
const TIMER_MS = 2;

/**
 * Milliseconds of small exchanges that begin at a steady pace for one round, answered or not: one
 * that waited for the answer before would hardly ever meet a stall.
 */
async function paced(small: () => Promise<void>): Promise<number[]> {
  const begin = performance.now();
  const times: Promise<number>[] = [];
  for (let due = begin; due < begin + ROUND_MS; due += PACE_MS) {
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const now = performance.now();
    const from = now - due > TIMER_MS ? due : now;
    times.push(small().then(() => performance.now() - from));
  }
  process.stdout.write(".");
  return await Promise.all(times);
}

/** The same while transfers go on. */
async function pacedDuring(
  transfer: () => Promise<void>,
  small: () => Promise<void>,
): Promise<number[]> {
  let over = false;
  const lane = async () => {
    while (!over) await transfer();
  };
  const lanes = Array.from({ length: IN_FLIGHT }, lane);
  const times = await paced(small);
  over = true;
  await Promise.all(lanes);
  return times;
}

/** p95, which may have a target, and p50. */
function rows(what: string, ours: number[], limit: number[], target?: Row["target"]): Row[] {
  const row = { unit: "ms", ours, limit, limitIs: "the same, idle" } as const;
  return [
    { ...row, what: `${what}, p95`, part: 0.95, ...(target && { target }) },
    { ...row, what: `${what}, p50` },
  ];
}

/** Small calls beside large ones on the same connection. */
export const fairness: Figure = {
  name: "fairness",
  async measure(lab) {
    const connection = await lab.connect();
    const piece = randomBytes(PIECE);
    await keepPiece(connection, piece);
    const call = () => smallCall(connection);
    // What the machine itself makes of it: an ssh for the frames, another one for the bytes.
    const echo = await lab.rawPeer(ECHO_COMMAND);
    const sink = await lab.rawPeer("echo ready; exec cat >/dev/null");
    const frame = smallFrame();
    const exchange = () => echo.echo(frame);

    const idle: number[] = [];
    const sending: number[] = [];
    const fetching: number[] = [];
    const rawIdle: number[] = [];
    const rawBeside: number[] = [];
    await paced(call);
    for (let round = 0; round < ROUNDS; round++) {
      idle.push(...(await paced(call)));
      sending.push(...(await pacedDuring(() => sendPiece(connection, piece), call)));
      fetching.push(...(await pacedDuring(() => fetchPiece(connection, PIECE), call)));
      rawIdle.push(...(await paced(exchange)));
      rawBeside.push(...(await pacedDuring(() => sink.write(piece.subarray(0, MIB)), exchange)));
    }
    const target = { of: "ratio", bound: "at most", value: 3 } as const;
    return [
      ...rows("small call during transfers to the target", sending, idle, target),
      ...rows("small call during transfers from the target", fetching, idle, target),
      ...rows("raw echo beside `ssh h cat` of its own", rawBeside, rawIdle),
    ];
  },
};
