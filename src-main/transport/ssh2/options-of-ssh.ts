import { execFile } from "node:child_process";
import { FailureError, failure } from "../../../src-shared/failure";
import { printableLine } from "../../../src-shared/printable";
import type { SshOptions } from "../../ssh-config/plain-options";
import type { Ssh2Target } from "./target";

/** A `Match exec` of the user's, or a name server, may take its time. */
const TIMEOUT_MS = 20_000;

/**
 * What OpenSSH makes of a destination (`ssh -G`), where there is an OpenSSH; null where there is none.
 * @throws FailureError `bad_request` with ssh's own words where it does not accept its configuration
 */
export function optionsOfSsh(
  target: Ssh2Target,
  signal: AbortSignal | undefined,
): Promise<SshOptions | null> {
  const args = ["-T", "-G"];
  if (target.configFile !== null) args.push("-F", target.configFile);
  if (target.port !== null) args.push("-p", String(target.port));
  if (target.user !== null) args.push("-l", target.user);
  if (target.identity !== null) args.push("-i", target.identity);
  if (target.jump.length > 0) args.push("-J", target.jump.join(","));
  args.push(...target.sshOptions.flatMap((option) => ["-o", option]), "--", target.address);
  return new Promise((resolve, reject) => {
    execFile(
      "ssh",
      args,
      {
        encoding: "utf8",
        timeout: TIMEOUT_MS,
        maxBuffer: 16 * 1024 * 1024,
        ...(signal && { signal }),
      },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(optionsOf(stdout));
        } else if (error.code === "ENOENT") {
          resolve(null);
        } else {
          const lines = stderr.split(/\r?\n/).map((line) => printableLine(line));
          reject(
            new FailureError(
              failure("bad_request", "ssh does not accept its configuration.", {
                advice: "Mend what is named below.",
                lines: lines.filter((line) => line !== "").slice(-10),
              }),
            ),
          );
        }
      },
    );
  });
}

function optionsOf(text: string): SshOptions {
  const options: SshOptions = new Map();
  for (const line of text.split(/\r?\n/)) {
    const [, name = "", value = ""] = /^(\S+)(?: (.*))?$/.exec(line) ?? [];
    if (name !== "") options.set(name.toLowerCase(), [...(options.get(name) ?? []), value]);
  }
  return options;
}
