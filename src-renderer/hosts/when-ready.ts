import { isReady } from "../../src-shared/session";
import { connect, useHosts } from "./hosts-store";

/**
 * Connects where there is no session, and waits for one that is being made.
 * @returns whether calls can be made now; a host that is ready already is not waited for
 */
export async function whenReady(hostId: string): Promise<boolean> {
  const state = () => useHosts.getState().sessions.get(hostId)?.state;
  await connect(hostId);
  if (state()?.kind === "connecting") {
    await new Promise<void>((resolve) => {
      const end = useHosts.subscribe(() => {
        if (state()?.kind === "connecting") return;
        end();
        resolve();
      });
    });
  }
  return isReady(state());
}
