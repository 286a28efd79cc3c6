import type { Connection } from "../../src-main/session/connection";
import type { Figure } from "../figure";
import { runToExit } from "../raw";
import { inTurn, timed } from "../statistics";
import { smallCall } from "../tools";

/** Milliseconds from nothing to the first result; closing is not counted. */
async function firstResult(connect: () => Promise<Connection>): Promise<number[]> {
  const begin = performance.now();
  const connection = await connect();
  await smallCall(connection);
  const time = performance.now() - begin;
  await connection.close();
  return [time];
}

/** Connecting over ssh to the first result, beside a Python that does nothing. */
export const connect: Figure = {
  name: "connect",
  async measure(lab) {
    const ours = () => firstResult(() => lab.connect());
    const limit = async () => [await timed(() => lab.runOver("host0", "python3 -c pass"))];
    await ours();
    await limit();
    const samples = await inTurn(25, ours, limit);
    return [
      {
        what: "connect and first result, ssh",
        unit: "ms",
        ...samples,
        limitIs: "`ssh h python3 -c pass`",
        target: { of: "ratio", bound: "at most", value: 1.12 },
      },
    ];
  },
};

/** The same with a Python of this machine. */
export const local: Figure = {
  name: "local",
  async measure(lab) {
    const python = await lab.python();
    const ours = () => firstResult(() => lab.connectLocal(python));
    const limit = async () => [await timed(() => runToExit(python, ["-c", "pass"]))];
    await ours();
    await limit();
    const samples = await inTurn(40, ours, limit);
    return [
      {
        what: "connect and first result, local",
        unit: "ms",
        ...samples,
        limitIs: "`python3 -c pass`",
        target: { of: "ours", bound: "at most", value: 45 },
      },
    ];
  },
};
