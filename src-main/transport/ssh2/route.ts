import { parseAddress } from "../../../src-shared/address";
import { FailureError, failure } from "../../../src-shared/failure";
import { type HopConfig, hopConfig } from "./hop-config";
import { optionsOfFiles } from "./options-of-files";
import { optionsOfSsh } from "./options-of-ssh";
import type { Ssh2Target } from "./target";

/** As many as nobody needs: a configuration that leads through itself has no end. */
const MAX_HOPS = 16;

/**
 * The machines to go through, the target last, each with its own options.
 * @throws FailureError `bad_request` for what cannot be followed, with the reason
 */
export async function routeTo(
  target: Ssh2Target,
  signal: AbortSignal | undefined,
): Promise<HopConfig[]> {
  const route: HopConfig[] = [];
  let next: Ssh2Target | null = target;
  while (next !== null) {
    const options = (await optionsOfSsh(next, signal)) ?? (await optionsOfFiles(next));
    const hop = hopConfig(next, options);
    route.unshift(hop);
    if (route.length > MAX_HOPS) {
      throw new FailureError(
        failure("bad_request", `${target.name} is reached through more than ${MAX_HOPS} hosts.`, {
          advice: "A jump host is probably reached through itself: look for its ProxyJump.",
        }),
      );
    }
    next = hopBefore(hop, target.configFile);
  }
  return route;
}

/** The last of a hop's jump hosts, with the others before it, as `ssh -J` has it. */
function hopBefore(hop: HopConfig, configFile: string | null): Ssh2Target | null {
  const last = hop.proxyJump.at(-1);
  if (last === undefined) return null;
  const address = parseAddress(last.replace(/^ssh:\/\//, "").replace(/\/$/, ""));
  if (typeof address === "string") {
    throw new FailureError(
      failure("bad_request", `${hop.name} is reached through ${last}: ${address}`, {
        advice: "Mend its ProxyJump.",
      }),
    );
  }
  return {
    name: address.host,
    address: address.host,
    user: address.user,
    port: address.port,
    identity: null,
    jump: hop.proxyJump.slice(0, -1),
    sshOptions: [],
    configFile,
  };
}
