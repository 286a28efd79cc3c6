import type { AppInfo, Replies, RequestChannel, RequestInput } from "../../src-shared/ipc";
import type { Services } from "../services";

/** One handler for each channel. What it throws becomes the failure of the reply. */
export type Handlers = {
  [C in RequestChannel]: (input: RequestInput<C>) => Replies[C] | Promise<Replies[C]>;
};

/** The contract, answered by the services. */
export function createHandlers(services: Services, appInfo: () => AppInfo): Handlers {
  const { hosts, sessions, tools, calls } = services;
  return {
    appInfo,
    listHosts: () => hosts.list(),
    addHost: ({ address }) => hosts.add(address),
    removeHost: async ({ hostId }) => {
      await hosts.remove(hostId);
      await sessions.close(hostId);
      return null;
    },
    listSessions: () => sessions.list(),
    connect: async ({ hostId }) => sessions.open(await hosts.get(hostId)),
    disconnect: async ({ hostId }) => {
      await sessions.close(hostId);
      return null;
    },
    listTools: () => tools.tools,
    toolSource: ({ module }) => tools.source(module),
    call: (request) => calls.run(request),
    takeItems: ({ callId }) => calls.takeItems(callId),
    cancelCall: ({ callId }) => {
      calls.cancel(callId);
      return null;
    },
  };
}
