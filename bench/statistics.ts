/**
 * The value below which a part of the samples lies, between neighbours by proportion.
 * @param part 0.5 for the median, 0.95 for the 95th percentile
 */
export function quantile(samples: number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export interface Samples {
  ours: number[];
  limit: number[];
}

/** Measures both in turn, as the machine's load drifts: each gives the samples of one round. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number[]>,
  limit: () => Promise<number[]>,
): Promise<Samples> {
  const samples: Samples = { ours: [], limit: [] };
  for (let round = 0; round < rounds; round++) {
    samples.ours.push(...(await ours()));
    samples.limit.push(...(await limit()));
    process.stdout.write(".");
  }
  return samples;
}

/** Milliseconds that it takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Milliseconds of each of `count` runs, one after the other. */
export async function timedEach(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timed(work));
  return times;
}

/** Does it `count` times, with `inFlight` of them under way until no more are left to begin. */
export async function pipelined(
  count: number,
  inFlight: number,
  work: () => Promise<void>,
): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
