// Fuzzes one side: node --no-opt scripts/fuzz/engine.mjs app|agent MINUTES SEED.
import { agentSide } from "./agent-side.mjs";
import { appSide } from "./app-side.mjs";
import { corpusFolder, readCorpus, writeFinding, writeInput, writeReport } from "./files.mjs";
import { Mutator } from "./mutate.mjs";
import { Random } from "./random.mjs";
import { seeds } from "./seeds.mjs";

const BATCH = 500;
const TELL_MS = 30_000;

const [name, minutes, seed] = process.argv.slice(2);
const side = name === "app" ? await appSide() : agentSide(seed);
const mutator = new Mutator(new Random(Number(seed)));
/** @type {Record<"value" | "stream", Buffer[]>} */
const corpus = { value: [], stream: [] };
/** What was found, by its text without what differs from input to input. */
const findings = new Map();
let executions = 0;

async function run(batch) {
  const verdicts = await side.run(batch);
  executions += batch.length;
  for (const [index, { finding, fresh }] of verdicts.entries()) {
    const input = batch[index];
    if (finding !== undefined) keepFinding(input, finding);
    else if (fresh) {
      corpus[input.kind].push(input.data);
      writeInput(corpusFolder(name), input);
    }
  }
}

function keepFinding(input, finding) {
  const key = finding.replace(/-?\d[\d.]*/g, "#");
  if (findings.has(key)) return;
  findings.set(key, writeFinding(input, `${name}: ${finding}`));
  console.error(`${name}: FOUND ${findings.get(key)}: ${finding}`);
}

function tell() {
  const kept = corpus.value.length + corpus.stream.length;
  console.error(
    `${name}: ${executions} executions, ${kept} inputs kept, ${findings.size} findings`,
  );
}

const begin = Date.now();
const end = begin + Number(minutes) * 60_000;
await run([...seeds(), ...readCorpus(name)]);
for (let told = begin; Date.now() < end; ) {
  await run(Array.from({ length: BATCH }, () => mutator.next(corpus)));
  if (Date.now() - told < TELL_MS) continue;
  tell();
  told = Date.now();
}
tell();
const coverage = await side.coverage();
side.close();
const seconds = Math.round((Date.now() - begin) / 1000);
const kept = corpus.value.length + corpus.stream.length;
writeReport(name, { executions, seconds, kept, findings: findings.size, coverage });
