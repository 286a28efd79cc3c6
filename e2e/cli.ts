import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

export interface CliResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** Starts the command line, for a test that reads and stops it as it likes. */
export function startCli(
  args: string[],
  env: Record<string, string>,
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join(root, "scripts/rmote-desktop.mjs"), ...args], {
    env: { ...process.env, ...env },
  });
}

/** Runs the command line as it is installed, in plain Node. */
export function cli(args: string[], env: Record<string, string>, input = ""): Promise<CliResult> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(root, "scripts/rmote-desktop.mjs"), ...args],
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : Number(error.code);
        done({ status, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
