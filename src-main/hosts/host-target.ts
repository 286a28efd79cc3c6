import { formatAddress, parseAddress } from "../../src-shared/address";
import type { Host, HostGroup, HostList } from "../../src-shared/host";
import { effectiveSettings, transportOf } from "../../src-shared/host-settings";
import type { Target } from "../session/target";
import type { ConfigState } from "./config-source";
import { refused } from "./host-edits";

/** Hosts whose own jump hosts are looked up on the way to one. */
const MAX_HOPS = 16;

/**
 * What it takes to reach a host. Where nobody chose a transport and there is no OpenSSH, the
 * built-in client is taken.
 * @throws FailureError `bad_request` for a hop that ssh cannot go through
 */
export function targetOf(
  host: Host,
  { hosts, groups }: HostList,
  { option, hasSsh }: Pick<ConfigState, "option" | "hasSsh">,
): Target {
  const { settings } = effectiveSettings(host, groups);
  const usual = transportOf(host, settings);
  const hops = settings.jump?.flatMap((hop) => hopsOf(hop, host, hosts, groups, [host.id]));
  return {
    hostId: host.id,
    name: host.name,
    transport: !hasSsh && usual === "openssh" && settings.transport === undefined ? "ssh2" : usual,
    address: host.address,
    settings: hops === undefined ? settings : { ...settings, jump: hops },
    configFile: option,
  };
}

/**
 * A hop as a destination of ssh, behind those that an added host is itself reached through.
 * ssh takes all else of a hop, its key too, from its own configuration.
 */
function hopsOf(
  hop: string,
  host: Host,
  hosts: readonly Host[],
  groups: readonly HostGroup[],
  way: readonly string[],
): string[] {
  const known = hosts.find(
    ({ id, name, source }) => source !== "local" && (name === hop || id === hop),
  );
  if (known === undefined) {
    const parsed = parseAddress(hop);
    if (typeof parsed === "string") throw refused(`${host.name} jumps through ${hop}: ${parsed}`);
    return [destination(parsed.host, parsed.user, parsed.port)];
  }
  if (way.includes(known.id) || way.length > MAX_HOPS) {
    throw refused(
      `${host.name} jumps through ${known.name}, which is reached through itself.`,
      "Change the jump hosts of one of them.",
    );
  }
  const { settings } = effectiveSettings(known, groups);
  const transport = transportOf(known, settings);
  if (transport === "local" || transport === "command") {
    throw refused(
      `${host.name} jumps through ${known.name}, which is not reached by ssh.`,
      "Change its jump hosts.",
    );
  }
  const before = (settings.jump ?? []).flatMap((each) =>
    hopsOf(each, host, hosts, groups, [...way, known.id]),
  );
  return [...before, destination(known.address, settings.user ?? null, settings.port ?? null)];
}

/** `-J` needs the brackets of an IPv6 address also where there is no port. */
function destination(host: string, user: string | null, port: number | null): string {
  const isBare = host.includes(":") && port === null;
  return formatAddress({ user, host: isBare ? `[${host}]` : host, port });
}
