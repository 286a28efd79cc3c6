import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Figure, Row } from "./figure";
import { bulk } from "./figures/bulk";
import { throughput, warm } from "./figures/calls";
import { connect, local } from "./figures/connect";
import { fairness } from "./figures/fairness";
import { filter } from "./figures/filter";
import { fleet, round } from "./figures/fleet";
import { memory } from "./figures/memory";
import { templates } from "./figures/templates";
import { Lab } from "./lab";
import { describeMachine } from "./machine";
import { line, type Omission, resultsFile, resultTable } from "./report";

const figures = [
  connect,
  local,
  warm,
  throughput,
  bulk,
  fleet,
  round,
  memory,
  fairness,
  filter,
  templates,
];
// Built, this file is in out/bench.
const folder = resolve(import.meta.dirname, "../../bench");

/** The figures that were asked for. @throws Error for a name that there is none of */
function chosen(names: string[]): Figure[] {
  if (names.length === 0) return figures;
  return names.map((name) => {
    const found = figures.find((figure) => figure.name === name);
    if (found !== undefined) return found;
    const known = figures.map((figure) => figure.name).join(", ");
    throw new Error(`There is no figure ${name}; there are ${known}.`);
  });
}

async function measureAll(lab: Lab, wanted: Figure[]) {
  const rows: Row[] = [];
  const omissions: Omission[] = [];
  let failed = false;
  for (const figure of wanted) {
    const reason = figure.missing?.() ?? null;
    if (reason !== null) {
      omissions.push({ name: figure.name, reason });
      continue;
    }
    process.stdout.write(`${figure.name} `);
    try {
      const measured = await figure.measure(lab);
      console.log(`\n${measured.map((row) => `  ${line(row)}`).join("\n")}`);
      rows.push(...measured);
    } catch (error) {
      // The others still tell something.
      failed = true;
      const message = error instanceof Error ? error.message : String(error);
      console.error(`\n  failed: ${message}`);
      omissions.push({ name: figure.name, reason: `it failed: ${message}` });
    } finally {
      await lab.tidy();
    }
  }
  return { rows, omissions, failed };
}

const names = process.argv.slice(2);
const wanted = chosen(names);
const lab = await Lab.open();
try {
  const machine = await describeMachine(lab);
  const { rows, omissions, failed } = await measureAll(lab, wanted);
  if (names.length === 0) {
    const notes = join(folder, "NOTES.md");
    const text = existsSync(notes) ? readFileSync(notes, "utf8") : "";
    writeFileSync(join(folder, "RESULTS.md"), resultsFile(machine, rows, omissions, text));
    console.log("\nWritten to bench/RESULTS.md.");
  } else {
    console.log(`\n${resultTable(rows)}`);
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  await lab.close();
}
