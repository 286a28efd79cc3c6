import type { EffectiveOptions, Host, HostGroup, OptionOrigin } from "../../src-shared/host";
import { effectiveSettings, type SettingOrigin, transportOf } from "../../src-shared/host-settings";
import { findOrigins, type OptionSource } from "./option-origins";
import { askSsh, type SshQuery } from "./ssh-ask";

/**
 * The options that ssh takes into account for a host, each with where it comes from. Runs `ssh -G`,
 * and with it what `Match exec` of the user's configuration says.
 * @param query what ssh would be given for the host
 */
export async function hostOptions(
  host: Host,
  groups: readonly HostGroup[],
  query: SshQuery,
  folder?: string,
): Promise<EffectiveOptions> {
  const { settings, origins } = effectiveSettings(host, groups);
  const transport = transportOf(host, settings);
  if (transport === "local" || transport === "command") {
    return { options: [], problem: `${host.name} is not reached by ssh.` };
  }
  const answer = await askSsh(query, { log: true });
  if (answer.kind === "missing") {
    return { options: [], problem: "There is no OpenSSH on this machine to ask." };
  }
  if (answer.kind === "refused") return { options: [], problem: answer.lines.join("\n") };
  const own = ownSources(query, origins);
  const sources = [...own, ...(await findOrigins(answer.log, folder))];
  const values = answer.options
    .filter(({ name }) => name !== "host")
    .map((option) => (option.name === "loglevel" ? logLevel(sources) : option));
  return { options: withOrigins(values, sources), problem: null };
}

/** ssh prints the level that its log was asked for with, not the one of the configuration. */
function logLevel(sources: readonly OptionSource[]): { name: string; value: string } {
  const said = sources.find(({ name }) => name === "loglevel")?.values[0];
  return { name: "loglevel", value: said?.toUpperCase() ?? "INFO" };
}

/** What of our settings stands on ssh's command line, by ssh's names. */
function ownSources(
  { settings: { user, port, identity, jump = [], sshOptions = [] } }: SshQuery,
  origins: Partial<Record<string, SettingOrigin>>,
): OptionSource[] {
  const sources: OptionSource[] = [];
  const add = (name: string, value: string, setting: string) => {
    const origin = origins[setting] ?? { kind: "host" };
    sources.push({ name: name.toLowerCase(), values: [value], origin });
  };
  if (user !== undefined) add("user", user, "user");
  if (port !== undefined) add("port", String(port), "port");
  if (identity !== undefined) add("identityfile", identity, "identity");
  if (jump.length > 0) add("proxyjump", jump.join(","), "jump");
  for (const option of sshOptions) {
    const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/.exec(option);
    if (match !== null) add(match[1] ?? "", match[2] ?? "", "sshOptions");
  }
  return sources;
}

/** Options that accumulate: ssh prints a line for each value (readconf.c). */
const MULTIPLE = new Set([
  "identityfile",
  "certificatefile",
  "localforward",
  "remoteforward",
  "dynamicforward",
  "sendenv",
  "setenv",
]);

function withOrigins(
  values: readonly { name: string; value: string }[],
  sources: readonly OptionSource[],
): EffectiveOptions["options"] {
  const seen = new Map<string, number>();
  return values.map(({ name, value }) => {
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    const candidates = sources.filter((source) => source.name === name);
    if (!MULTIPLE.has(name)) return { name, value, origin: candidates[0]?.origin ?? usual };
    const each = candidates.flatMap((source) =>
      source.values.map((one) => ({ value: one, origin: source.origin })),
    );
    const same = each.find((one) => one.value === value);
    // ssh leaves out what is there twice: then only the value tells.
    const inOrder =
      each.length === values.filter((one) => one.name === name).length ? each[index] : undefined;
    return { name, value, origin: (inOrder ?? same)?.origin ?? usual };
  });
}

const usual: OptionOrigin = { kind: "default" };
