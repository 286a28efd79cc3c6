import { existsSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** What the build wrote for targets: beside this file once that is built, else in the checkout's `out`. */
export const agentFolder =
  [join(here, "../agent")].find((folder) => existsSync(folder)) ?? join(here, "../../out/agent");
