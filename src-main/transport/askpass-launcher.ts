import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";

/** Bytes that the path of a socket may have, everywhere (unix(7): 107; macOS: 103), with room for its name. */
const MAX_FOLDER = 80;

/** What SSH_ASKPASS names: one executable file, in a folder that nobody else can enter. */
export interface Launcher {
  folder: string;
  file: string;
}

let helper: string | null = null;
let launcher: Launcher | null = null;

/** Names the script that asks (`askpass-helper.ts` as JavaScript), once for the process. */
export function setAskpassHelper(path: string): void {
  helper = path;
}

/**
 * The launcher of this process, which lasts until its end.
 * @throws FailureError `file_error` where no folder is private and may hold programs
 */
export function askpassLauncher(): Launcher {
  if (helper === null) throw new Error("No askpass helper was named.");
  launcher ??= makeLauncher(helper);
  return launcher;
}

function makeLauncher(script: string): Launcher {
  const reasons: string[] = [];
  for (const parent of new Set([process.env.XDG_RUNTIME_DIR, tmpdir(), "/tmp"])) {
    if (!parent || (parent.length > MAX_FOLDER && process.platform !== "win32")) continue;
    try {
      return launcherBelow(parent, script);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new FailureError(
    failure("file_error", "There is no folder for the program by which ssh asks.", {
      advice:
        "Make XDG_RUNTIME_DIR or TMPDIR name a folder that has space and is not mounted noexec.",
      lines: reasons,
    }),
  );
}

/** @throws the error of the file system, also where the folder may hold no programs */
function launcherBelow(parent: string, script: string): Launcher {
  const folder = mkdtempSync(join(parent, "rmote-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const isWindows = process.platform === "win32";
    const file = join(folder, isWindows ? "askpass.cmd" : "askpass");
    writeFileSync(file, isWindows ? batchFile(script) : shellScript(script), { mode: 0o700 });
    chmodSync(folder, 0o700);
    // Fails on a file system that is mounted noexec, whoever asks.
    accessSync(file, constants.X_OK);
    process.once("exit", remove);
    return { folder, file };
  } catch (error) {
    remove();
    throw error;
  }
}

/** NODE_OPTIONS are meant for the programs of who set them. */
function shellScript(script: string): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    "#!/bin/sh",
    "unset NODE_OPTIONS",
    `ELECTRON_RUN_AS_NODE=1 exec ${quote(process.execPath)} ${quote(script)} "$@"`,
    "",
  ].join("\n");
}

function batchFile(script: string): string {
  const lines = [
    "@echo off",
    "set NODE_OPTIONS=",
    "set ELECTRON_RUN_AS_NODE=1",
    `"${process.execPath}" "${script}" %*`,
    "",
  ];
  return lines.join("\r\n");
}
