import { noSecretStore } from "../questions/secret-store";
import { createServices, type Services } from "../services";
import { readAgent } from "../session/agent-files";
import { connectHost } from "../session/connect-host";
import type { Connection, ConnectOptions } from "../session/connection";
import { agentFolder } from "./folders";

export type HostOptions = Pick<
  ConnectOptions,
  "timeoutMs" | "signal" | "onStep" | "onLog" | "onStderr"
>;

let services: Services | null = null;

/**
 * Connects to a host as the app does, with what its settings and the ssh configuration say. What has
 * to be asked, ssh asks on the terminal, where there is one.
 * @param host `local`, a name of the app's list, or `[user@]host[:port]`
 * @throws FailureError with the reason and the evidence
 */
export async function connect(host: string, options: HostOptions = {}): Promise<Connection> {
  services ??= startServices();
  const target = await services.hosts.target(await services.hosts.find(host));
  return await connectHost(readAgent(agentFolder), target, {
    ...options,
    ask: null,
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
  });
}

function startServices(): Services {
  // Nobody watches: what the services tell goes nowhere here.
  const ignore = () => {};
  return createServices(agentFolder, noSecretStore("The library remembers nothing."), {
    hostsChanged: ignore,
    sessionChanged: ignore,
    questionsChanged: ignore,
    settingsChanged: ignore,
    libraryChanged: ignore,
    logRecords: ignore,
    applyProgress: ignore,
    transfersChanged: ignore,
  });
}
