/** Narrow no-break space, between groups of digits and before units. */
const THIN = "\u202f";

/** `12 345 678`: thin separators from four digits on. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** `1 host`, `2 hosts`, `1 200 hosts`. `many` where the plural is not `one` with an s. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A measured time: `0.4 ms`, `3.2 ms`, `320 ms`, `4.1 s`, `1 min 04 s`, `2 h 05 min`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 99.95) return `${ms.toFixed(1)}${THIN}ms`;
  if (ms < 999.5) return `${Math.round(ms)}${THIN}ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}${THIN}s`;
  const seconds = Math.round(ms / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${THIN}min ${two(seconds % 60)}${THIN}s`;
  const minutes = Math.floor(seconds / 60);
  return `${formatCount(Math.floor(minutes / 60))}${THIN}h ${two(minutes % 60)}${THIN}min`;
}

/** A size in bytes: `512 B`, `4.0 KiB`, `1.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}${THIN}B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1023.95 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(1)}${THIN}${units[unit]}`;
}

/** `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 days ago`. Both in milliseconds since the epoch. */
export function formatAgo(time: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - time) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes}${THIN}min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${THIN}h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${formatCount(days)} days ago`;
}

/** Time of day in the local zone: `14:02:11`, with `milliseconds` `14:02:11.042`. */
export function formatClock(time: number, milliseconds = false): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "--:--:--";
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return milliseconds ? `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}` : clock;
}

/** The exact local time, for a tooltip: `2026-03-04 14:02:11.042`. */
export function formatExact(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "unknown time";
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${formatClock(time, true)}`;
}
