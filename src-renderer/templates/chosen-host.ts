import { gatherOnce, sessionKey } from "../hosts/facts-store";
import { useHosts } from "../hosts/hosts-store";

/** Has the facts of a host gathered as soon as it has a session, once for each. */
export function gatherFactsOf(hostId: string): void {
  void gatherOnce(hostId, sessionKey(useHosts.getState().sessions.get(hostId)));
}
