import { FailureError, failure } from "../../src-shared/failure";
import type { Ask } from "../../src-shared/question";
import type { Agent } from "../protocol/bootstrap";
import {
  type Connection,
  type ConnectOptions,
  fromCommand,
  fromLocal,
  fromSsh,
} from "./connection";
import type { Target } from "./target";

export interface ConnectHostOptions extends ConnectOptions {
  ask: Ask | null;
  /** Whether ssh, or the command, may itself ask on the terminal that this process was started in. */
  interactive?: boolean;
  /** Further arguments for ssh, before those that come of the settings. */
  sshArguments?: readonly string[];
}

/**
 * Connects by the transport that a host's settings choose.
 * @throws FailureError with the reason and the evidence
 */
export async function connectHost(
  agent: Agent,
  target: Target,
  { interactive = false, sshArguments = [], ...rest }: ConnectHostOptions,
): Promise<Connection> {
  const { settings } = target;
  const options: ConnectOptions = {
    ...rest,
    name: target.name,
    python: settings.python ?? null,
    become: settings.become ?? null,
    environment: settings.environment ?? {},
  };
  switch (target.transport) {
    case "local":
      return await fromLocal(agent, options);
    case "command":
      return await fromCommand(agent, { prefix: settings.command ?? "", interactive }, options);
    case "openssh":
      return await fromSsh(
        agent,
        {
          host: target.address,
          name: target.name,
          user: settings.user ?? null,
          port: settings.port ?? null,
          identity: settings.identity ?? null,
          jump: settings.jump ?? [],
          sshOptions: [
            ...sshArguments,
            ...(settings.sshOptions ?? []).flatMap((option) => ["-o", option]),
          ],
          configFile: target.configFile,
          interactive,
        },
        options,
      );
    case "ssh2":
      throw new FailureError(
        failure("no_transport", "The ssh client that is built in cannot be used yet.", {
          advice: "Choose OpenSSH for this host.",
        }),
      );
  }
}
