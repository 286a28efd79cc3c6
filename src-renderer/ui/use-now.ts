import { useEffect, useState } from "react";

/** The time by `Date.now`, renewed every `interval` milliseconds while `isRunning`. */
export function useNow(interval: number, isRunning = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval, isRunning]);
  return now;
}
