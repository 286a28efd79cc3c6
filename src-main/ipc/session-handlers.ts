import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "listSessions" | "connect" | "disconnect";

export function sessionHandlers({ hosts, sessions }: Services): Pick<Handlers, Channel> {
  return {
    listSessions: () => sessions.list(),
    connect: async ({ hostId }) => {
      await hosts.used(hostId);
      return await sessions.open(hostId);
    },
    disconnect: async ({ hostId }) => {
      await sessions.close(hostId);
      return null;
    },
  };
}
