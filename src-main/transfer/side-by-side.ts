/**
 * Does some work for each item, so many at a time. After the first failure no more are begun and those
 * under way are told to stop; it rejects with that failure when they have.
 */
export async function sideBySide<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const failures: unknown[] = [];
  const left = items.values();
  const worker = async () => {
    for (const item of left) {
      if (stop.signal.aborted) return;
      try {
        await work(item, either);
      } catch (error) {
        failures.push(error);
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}
