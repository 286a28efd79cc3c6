import { FailureError, failure } from "../../src-shared/failure";
import type { Ask } from "../../src-shared/question";
import type { Agent } from "../protocol/bootstrap";
import { spawnSsh2 } from "../transport/ssh2/ssh2";
import type { TransportOptions } from "../transport/transport";
import {
  type Connection,
  type ConnectOptions,
  fromCommand,
  fromLocal,
  fromShell,
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
  const options = {
    ...rest,
    name: target.name,
    python: settings.python ?? null,
    become: settings.become ?? null,
    environment: settings.environment ?? {},
  };
  const { user = null, port = null, identity = null, jump = [], sshOptions = [] } = settings;
  const { name, address, configFile } = target;
  switch (target.transport) {
    case "local":
      return await fromLocal(agent, options);
    case "command":
      return await fromCommand(agent, { prefix: settings.command ?? "", interactive }, options);
    case "openssh": {
      const more = [...sshArguments, ...sshOptions.flatMap((option) => ["-o", option])];
      const login = { host: address, name, user, port, identity, jump, configFile, interactive };
      return await fromSsh(agent, { ...login, sshOptions: more }, options);
    }
    case "ssh2": {
      if (sshArguments.length > 0) throw notForSsh2(name);
      const login = { name, address, user, port, identity, jump, sshOptions, configFile };
      const spawn = (command: string, more: TransportOptions) => spawnSsh2(login, command, more);
      return await fromShell(agent, spawn, options);
    }
  }
}

function notForSsh2(name: string): FailureError {
  return new FailureError(
    failure(
      "bad_request",
      `${name} is reached without OpenSSH, so arguments for ssh mean nothing.`,
      {
        advice: "Choose OpenSSH with --transport ssh, or put the options into the host's settings.",
      },
    ),
  );
}
