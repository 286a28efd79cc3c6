import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";

/**
 * Makes the state folder where it is missing: for its owner alone, and left out of a git
 * repository that somebody makes of the data folder.
 * @throws FailureError `file_error`
 */
export function prepareStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // It may have been there with other permissions.
    chmodSync(folder, 0o700);
    const ignore = join(folder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("file_error", `The folder ${folder} cannot be made.`, {
        advice: "Check the permissions of the folder around it, and the space on the disk.",
        lines: [reason],
      }),
    );
  }
}
