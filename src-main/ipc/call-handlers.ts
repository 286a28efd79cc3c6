import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "listTools" | "toolSource" | "toolScript" | "call" | "takeItems" | "cancelCall";

export function callHandlers({ tools, calls, toolScript }: Services): Pick<Handlers, Channel> {
  return {
    listTools: () => tools.tools,
    toolSource: ({ module }) => tools.source(module),
    toolScript: ({ tool, method }) => toolScript(tool, method),
    call: (request) => calls.run(request),
    takeItems: ({ callId }) => calls.takeItems(callId),
    cancelCall: ({ callId }) => {
      calls.cancel(callId);
      return null;
    },
  };
}
