import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../protocol/bootstrap";

/**
 * The agent, from the folder that the build wrote (`out/agent`).
 * @throws the error of the file system where the app was not built
 */
export function readAgent(folder: string): Agent {
  return {
    stage0: readFileSync(join(folder, "stage0.txt"), "utf8"),
    payload: readFileSync(join(folder, "payload.bin")),
    terminalHelper: readFileSync(join(folder, "become.txt"), "utf8"),
  };
}
