import type { Figure } from "../figure";
import { ECHO_COMMAND } from "../raw";
import { inTurn, pipelined, timed, timedEach } from "../statistics";
import { smallCall, smallFrame } from "../tools";

/** Small calls, one after the other. */
export const warm: Figure = {
  name: "warm",
  async measure(lab) {
    const connection = await lab.connect();
    const echo = await lab.rawPeer(ECHO_COMMAND);
    const frame = smallFrame();
    const ours = (count: number) => timedEach(count, () => smallCall(connection));
    const limit = (count: number) => timedEach(count, () => echo.echo(frame));
    await ours(500);
    await limit(500);
    const samples = await inTurn(
      20,
      () => ours(100),
      () => limit(100),
    );
    return [
      {
        what: "warm call, one at a time, ssh",
        unit: "ms",
        ...samples,
        limitIs: "raw framed echo over ssh",
        target: { of: "ratio", bound: "at most", value: 1.5 },
      },
    ];
  },
};

const CALLS = 20_000;
const IN_FLIGHT = 2_000;
/** Calls per second that the Python package rmote 0.3.1 had on the machine that the target is for. */
const PEER = 7_600;

/** Small calls, many under way. */
export const throughput: Figure = {
  name: "throughput",
  async measure(lab) {
    const connection = await lab.connect();
    const echo = await lab.rawPeer(ECHO_COMMAND);
    const frame = smallFrame();
    const perSecond = (milliseconds: number) => [(CALLS / milliseconds) * 1000];
    const ours = () => pipelined(CALLS, IN_FLIGHT, () => smallCall(connection));
    const limit = () => echo.echoMany(frame, CALLS, IN_FLIGHT);
    await ours();
    await limit();
    const samples = await inTurn(
      5,
      async () => perSecond(await timed(ours)),
      async () => perSecond(await timed(limit)),
    );
    return [
      {
        what: `calls with ${IN_FLIGHT.toLocaleString("en")} in flight, ssh`,
        unit: "calls/s",
        ...samples,
        limitIs: "raw framed echo of as many frames",
        target: { of: "ours", bound: "at least", value: 3 * PEER },
      },
    ];
  },
};
