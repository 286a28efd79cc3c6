import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "listTools" | "listSnippets" | "toolSource" | "call" | "takeItems" | "cancelCall";

export function callHandlers({ tools, calls }: Services): Pick<Handlers, Channel> {
  return {
    listTools: () => tools.tools,
    listSnippets: () => tools.snippets.list,
    toolSource: ({ module }) => tools.source(module),
    call: (request) => calls.run(request),
    takeItems: ({ callId }) => calls.takeItems(callId),
    cancelCall: ({ callId }) => {
      calls.cancel(callId);
      return null;
    },
  };
}
