import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Figure } from "../figure";

const MAKO = "/usr/lib/python3/dist-packages/mako/template.py";
// Built, this file is in out/bench.
const script = resolve(import.meta.dirname, "../../bench/templates.py");

const times = z.array(z.number());
const report = z.object({
  version: z.string(),
  samples: z.object({
    compile: times,
    mako_compile: times,
    render: times,
    mako_render: times,
  }),
});

/** The template engine on this machine's own Python, with Mako in the same process. */
export const templates: Figure = {
  name: "templates",
  missing: () => (existsSync(MAKO) ? null : "it needs Debian's python3-mako"),
  async measure(lab) {
    const { stdout } = await promisify(execFile)(await lab.python(), [script]);
    const { version, samples } = report.parse(JSON.parse(stdout));
    const limitIs = `Mako ${version}`;
    return [
      {
        what: "compile a template of 100 lines",
        unit: "ms",
        ours: samples.compile,
        limitIs,
        limit: samples.mako_compile,
        target: { of: "ours", bound: "at most", value: 2 },
      },
      {
        what: "render a loop of 1,000 rounds",
        unit: "ms",
        ours: samples.render,
        limitIs,
        limit: samples.mako_render,
        target: { of: "ours", bound: "at most", value: 1 },
      },
    ];
  },
};
