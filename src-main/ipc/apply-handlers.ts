import type { Services } from "../services";
import type { Handlers } from "./handlers";

type Channel = "planApply" | "applyPlan" | "cancelApply" | "dropApply";

/** The outcomes themselves go to the page one by one, as `applyProgress`. */
export function applyHandlers({ apply }: Services): Pick<Handlers, Channel> {
  return {
    planApply: async (request) => {
      await apply.plan(request);
      return null;
    },
    applyPlan: async (request) => {
      await apply.apply(request);
      return null;
    },
    cancelApply: ({ planId }) => {
      apply.cancel(planId);
      return null;
    },
    dropApply: ({ planId }) => {
      apply.drop(planId);
      return null;
    },
  };
}
