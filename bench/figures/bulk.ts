import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Row } from "../figure";
import type { Lab } from "../lab";
import { inTurn, pipelined, timed } from "../statistics";
import { fetchPiece, keepPiece, sendPiece } from "../tools";

const MIB = 1024 * 1024;
/** Bytes of a transfer, and of one piece of it. */
const TOTAL = 256 * MIB;
const PIECE = 16 * MIB;
const IN_FLIGHT = 3;
const ROUNDS = 3;

const perSecond = (milliseconds: number) => [TOTAL / MIB / (milliseconds / 1000)];

/** Lines as of a log: text that zlib makes a fraction of. */
function logText(): Buffer {
  const lines: string[] = [];
  for (let i = 0; lines.length * 60 < PIECE; i++) {
    const time = new Date(1.7e12 + i * 137).toISOString();
    lines.push(`${time} INFO web${i % 50} GET /item/${(i * 7919) % 100_003} 200 in ${i % 91} ms`);
  }
  return Buffer.from(lines.join("\n")).subarray(0, PIECE);
}

async function sending(lab: Lab, what: string, piece: Buffer): Promise<Row> {
  const connection = await lab.connect();
  await sendPiece(connection, piece);
  const ours = () => pipelined(TOTAL / PIECE, IN_FLIGHT, () => sendPiece(connection, piece));
  const limit = async () => {
    const peer = await lab.rawPeer("echo ready; cat >/dev/null; echo done");
    const time = await timed(async () => {
      for (let sent = 0; sent < TOTAL; sent += MIB) {
        await peer.write(piece.subarray(sent % PIECE, (sent % PIECE) + MIB));
      }
      await peer.endAndReceive("done\n".length);
    });
    await peer.close();
    return perSecond(time);
  };
  const samples = await inTurn(ROUNDS, async () => perSecond(await timed(ours)), limit);
  return { what, unit: "MiB/s", ...samples, limitIs: "`ssh h 'cat >/dev/null'`" };
}

async function fetching(lab: Lab, what: string, piece: Buffer): Promise<Row> {
  const connection = await lab.connect();
  await keepPiece(connection, piece);
  await fetchPiece(connection, PIECE);
  const ours = () => pipelined(TOTAL / PIECE, IN_FLIGHT, () => fetchPiece(connection, PIECE));
  // head would write 4 KiB at a time, which costs its link more than cat does.
  const file = join(lab.sshd.folder, "piece");
  writeFileSync(file, piece);
  const files = new Array<string>(TOTAL / PIECE).fill(file).join(" ");
  const limit = async () => {
    const peer = await lab.rawPeer(`echo ready; read go; exec cat ${files}`);
    const time = await timed(async () => {
      const all = peer.receive(TOTAL);
      await peer.write(Buffer.from("\n"));
      await all;
    });
    await peer.close();
    return perSecond(time);
  };
  const samples = await inTurn(ROUNDS, async () => perSecond(await timed(ours)), limit);
  return { what, unit: "MiB/s", ...samples, limitIs: "`ssh h cat` of the same bytes" };
}

/** 256 MiB in pieces of 16 MiB, each direction on its own. */
export const bulk: Figure = {
  name: "bulk",
  async measure(lab) {
    const random = randomBytes(PIECE);
    const text = logText();
    const target = { of: "ratio", bound: "at least", value: 0.8 } as const;
    return [
      { ...(await sending(lab, "256 MiB of random bytes to the target", random)), target },
      { ...(await fetching(lab, "256 MiB of random bytes from the target", random)), target },
      await sending(lab, "256 MiB of text of a log to the target", text),
      await fetching(lab, "256 MiB of text of a log from the target", text),
    ];
  },
};
