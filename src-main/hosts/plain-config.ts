import type { Resolved } from "../../src-shared/host";
import type { SshQuery } from "./ssh-ask";
import type { ConfigFiles } from "./ssh-config-files";
import { walkConfig } from "./ssh-config-walk";
import { userName } from "./user-name";

/**
 * What a destination comes to by the plain `Host` sections of a configuration: an
 * approximation for a machine without ssh. `Match` counts only as `Match all`.
 */
export function resolvePlainly(files: ConfigFiles, { address, settings }: SshQuery): Resolved {
  const said = new Map<string, string>();
  walkConfig(files, {
    enters: ({ keyword, args }) =>
      keyword === "host"
        ? fitsPatterns(address, args)
        : args.length === 1 && args[0]?.toLowerCase() === "all",
    visit({ keyword, args: [value] }) {
      if (value !== undefined && !said.has(keyword)) said.set(keyword, value);
    },
  });
  const port = Number(said.get("port"));
  return {
    hostname: (said.get("hostname") ?? address).replaceAll("%h", address).replaceAll("%%", "%"),
    user: settings.user ?? said.get("user") ?? userName(),
    port: settings.port ?? (port >= 1 && port <= 65_535 ? port : 22),
  };
}

/** As `match_pattern_list` of OpenSSH: one that is negated and fits decides. */
export function fitsPatterns(text: string, patterns: readonly string[]): boolean {
  const fits = (pattern: string) => patternExpression(pattern).test(text);
  const isRefused = patterns.some((each) => each.startsWith("!") && fits(each.slice(1)));
  return !isRefused && patterns.some((each) => !each.startsWith("!") && fits(each));
}

function patternExpression(pattern: string): RegExp {
  // Several stars in a row mean no more than one, and would take time without end.
  const plain = pattern.replace(/\*+/g, "*").replace(/[\\^$+.()|[\]{}]/g, "\\$&");
  return new RegExp(`^${plain.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
