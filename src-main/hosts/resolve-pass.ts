import type { Host, HostGroup, Resolved } from "../../src-shared/host";
import { effectiveSettings, transportOf } from "../../src-shared/host-settings";
import { plainOptions } from "../ssh-config/plain-options";
import { userName } from "../ssh-config/user-name";
import type { ConfigState } from "./config-source";
import type { HostResolver } from "./host-resolver";
import type { SshQuery } from "./ssh-ask";

/** How soon the first answers are told; later ones come in twice the time each, so that they are few. */
const FIRST_BATCH_MS = 500;

/** What ssh is asked about a host; null for one that ssh does not reach. */
export function queryOf(
  host: Host,
  groups: readonly HostGroup[],
  configFile: string | null,
): SshQuery | null {
  const { settings } = effectiveSettings(host, groups);
  const transport = transportOf(host, settings);
  if (transport === "local" || transport === "command") return null;
  // What the hops are does not change what the host comes to.
  const { jump: _jump, ...own } = settings;
  return { address: host.address, settings: own, configFile };
}

/** The host with what is known of its address. */
export function withResolved(
  host: Host,
  groups: readonly HostGroup[],
  state: ConfigState,
  resolver: HostResolver,
): Host {
  const query = queryOf(host, groups, state.option);
  if (query === null) return host;
  const resolved = state.hasSsh
    ? (resolver.known(state.digest, query) ?? null)
    : resolvedPlainly(state, query);
  return { ...host, resolved };
}

/** An approximation, for a machine without ssh: what only ssh can decide is left out. */
function resolvedPlainly({ files }: ConfigState, { address, settings }: SshQuery): Resolved {
  const options = plainOptions(files, address, settings, () => {});
  const said = (name: string) => options.get(name)?.[0];
  const port = Number(said("port"));
  return {
    hostname: said("hostname") ?? address,
    user: said("user") ?? userName(),
    port: port >= 1 && port <= 65_535 ? port : 22,
  };
}

/**
 * Asks ssh about hosts. Resolves when all are answered or the signal aborts.
 * @throws FailureError `file_error`: the answers cannot be kept for the next start
 * @param tell told now and then while answers come, and not at the end
 */
export async function resolveHosts(
  hosts: readonly Host[],
  groups: readonly HostGroup[],
  state: ConfigState,
  resolver: HostResolver,
  signal: AbortSignal,
  tell: () => void = () => {},
): Promise<void> {
  const queries = hosts.flatMap((host) => queryOf(host, groups, state.option) ?? []);
  let pause = FIRST_BATCH_MS;
  let next = performance.now() + pause;
  await resolver.ask(state.digest, queries, signal, () => {
    if (performance.now() < next) return;
    pause *= 2;
    next = performance.now() + pause;
    tell();
  });
  // What a command of the user's or a name server decided may be otherwise next time.
  if (!state.hasSideEffects) await resolver.remember(state.digest);
}
