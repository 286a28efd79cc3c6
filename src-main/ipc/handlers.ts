import type { Replies, RequestChannel, RequestInput } from "../../src-shared/ipc";
import type { Services } from "../services";
import { applyHandlers } from "./apply-handlers";
import { callHandlers } from "./call-handlers";
import type { Dialogs } from "./dialogs";
import { hostHandlers } from "./host-handlers";
import { libraryHandlers } from "./library-handlers";
import { questionHandlers } from "./question-handlers";
import { sessionHandlers } from "./session-handlers";
import { settingsHandlers } from "./settings-handlers";
import { transferHandlers } from "./transfer-handlers";

/** One handler for each channel. What it throws becomes the failure of the reply. */
export type Handlers = {
  [C in RequestChannel]: (input: RequestInput<C>) => Replies[C] | Promise<Replies[C]>;
};

/** The contract, answered by the services. @param own what only the app's own process knows */
export function createHandlers(
  services: Services,
  dialogs: Dialogs,
  own: Pick<Handlers, "appInfo" | "processorTime">,
): Handlers {
  return {
    ...own,
    ...hostHandlers(services, dialogs),
    ...sessionHandlers(services),
    ...questionHandlers(services),
    ...settingsHandlers(services, dialogs),
    ...callHandlers(services),
    ...applyHandlers(services),
    ...libraryHandlers(services, dialogs),
    ...transferHandlers(services, dialogs),
  };
}
