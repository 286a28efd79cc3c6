// npm run bench: measures the wire beside its limits and writes bench/RESULTS.md.
// npm run bench -- NAME...: prints these figures alone. The measuring itself is bench/main.ts, built
// into one file of plain JavaScript, which a process of its own runs: what vite leaves in memory
// would make each start of a child slower.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "..");
const outDir = join(root, "out/bench");

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  build: { ssr: "bench/main.ts", outDir, target: "node20" },
});
const child = spawn(process.execPath, [join(outDir, "main.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
const [code] = await once(child, "exit");
process.exitCode = code ?? 1;
