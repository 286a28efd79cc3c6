import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

let own: Promise<string> | null = null;

/**
 * The display of this worker's windows. Where RMOTE_TEST_DISPLAY is `virtual`, each worker has one of
 * its own (Xvfb), so that no two windows share focus, keyboard and clipboard.
 * @returns what DISPLAY is to be; undefined to leave it
 */
export function displayOfWorker(): Promise<string> | undefined {
  if (process.env.RMOTE_TEST_DISPLAY !== "virtual") return undefined;
  own ??= startXvfb();
  return own;
}

async function startXvfb(): Promise<string> {
  const child = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  process.once("exit", () => child.kill());
  await once(child, "spawn");
  // The worker ends although its display is there.
  child.unref();
  const numbers = child.stdio[3] as Readable;
  const number = await Promise.race([lineOf(numbers), endOf(child)]);
  numbers.destroy();
  return `:${number}`;
}

async function lineOf(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.trim();
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`Xvfb ended with code ${code} before it said which display it is.`);
}
