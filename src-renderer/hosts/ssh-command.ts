import type { Host, HostGroup } from "../../src-shared/host";
import { effectiveSettings, transportOf } from "../../src-shared/host-settings";

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * What one types into a terminal to get to a host, settings of ours as options of ssh;
 * for one behind a command, that command. Null for this machine.
 * @param configFile the ssh configuration that knows the host, where it is not the usual one
 */
export function sshCommand(
  host: Host,
  groups: readonly HostGroup[],
  configFile: string | null = null,
): string | null {
  const { settings } = effectiveSettings(host, groups);
  const transport = transportOf(host, settings);
  if (transport === "local") return null;
  if (transport === "command") return settings.command ?? null;
  const { user, port, identity, jump = [], sshOptions = [] } = settings;
  return [
    "ssh",
    ...(configFile === null ? [] : ["-F", configFile]),
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(identity === undefined ? [] : ["-i", identity]),
    ...(jump.length === 0 ? [] : ["-J", jump.join(",")]),
    ...sshOptions.flatMap((option) => ["-o", option]),
    host.address,
  ]
    .map(shellWord)
    .join(" ");
}
