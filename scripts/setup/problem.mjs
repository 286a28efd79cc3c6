/** A failure meant for a person: its message is the whole report, no stack trace is shown. */
export class Problem extends Error {}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** One short line of progress. @param {string} line */
export function say(line) {
  console.log(`rmote: ${line}`);
}

/**
 * Runs a script's main function and takes what it returns as the exit code.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
