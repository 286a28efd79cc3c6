import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel =
  | "listTools"
  | "listSnippets"
  | "toolSource"
  | "toolScript"
  | "call"
  | "takeItems"
  | "cancelCall"
  | "endRun"
  | "forgetCallSecrets";

export function callHandlers({
  tools,
  calls,
  callSecrets,
  toolScript,
}: Services): Pick<Handlers, Channel> {
  return {
    listTools: () => tools.tools,
    listSnippets: () => tools.snippets.list,
    toolSource: ({ module }) => tools.source(module),
    toolScript: (request) => toolScript(request),
    call: (request) => calls.run(request),
    takeItems: ({ callId }) => calls.takeItems(callId),
    cancelCall: ({ callId }) => {
      calls.cancel(callId);
      return null;
    },
    endRun: ({ runId }) => {
      callSecrets.endRun(runId);
      return null;
    },
    forgetCallSecrets: async (call) => callSecrets.forget(call, await calls.toolOf(call)),
  };
}
