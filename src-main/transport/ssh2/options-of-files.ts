import { dirname, join } from "node:path";
import { FailureError, failure } from "../../../src-shared/failure";
import { readConfigFiles, SYSTEM_CONFIG } from "../../ssh-config/config-files";
import { plainOptions, type SshOptions } from "../../ssh-config/plain-options";
import { sshHome } from "../../ssh-config/ssh-home";
import type { Ssh2Target } from "./target";

/**
 * What the configuration files say of a destination, read without OpenSSH.
 *
 * What runs commands or waits for a name server is refused, because leaving it out could lead
 * somewhere else.
 * @throws FailureError `bad_request` for what only OpenSSH can decide
 */
export async function optionsOfFiles(target: Ssh2Target): Promise<SshOptions> {
  const { configFile, address } = target;
  const user = await readConfigFiles(configFile ?? join(sshHome(), ".ssh", "config"));
  // Who has no configuration needs none; one that was named has to be there.
  if (configFile !== null && !user.lines.has(configFile)) refuse(`${configFile} cannot be read.`);
  const configs = [user];
  // Only where no other file is named is the system's read too (ssh.1, -F).
  if (configFile === null) {
    configs.push(await readConfigFiles(SYSTEM_CONFIG, dirname(SYSTEM_CONFIG)));
  }
  return plainOptions(configs, address, target, refuse);
}

function refuse(message: string): never {
  throw new FailureError(
    failure("bad_request", message, { advice: "Install OpenSSH's ssh, or change that line." }),
  );
}
