import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "listSessions" | "connect" | "disconnect";

export function sessionHandlers({ sessions, connect }: Services): Pick<Handlers, Channel> {
  return {
    listSessions: () => sessions.list(),
    connect: ({ hostId }) => connect(hostId),
    disconnect: async ({ hostId }) => {
      await sessions.close(hostId);
      return null;
    },
  };
}
