import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** A project of somebody who has installed the package, as it was built. */
export interface TypescriptUser {
  folder: string;
  write(file: string, text: string): void;
  /** What `tsc` finds wrong, empty where nothing is. */
  compile(): Promise<string>;
  /** Runs a compiled file in plain Node. @param more variables of its environment @returns what it printed */
  run(file: string, more?: NodeJS.ProcessEnv): Promise<string>;
  remove(): void;
}

const compilerOptions = {
  target: "ES2023",
  module: "NodeNext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  skipLibCheck: false,
  types: ["node"],
};

export function typescriptUser(): TypescriptUser {
  const folder = mkdtempSync(join(tmpdir(), "rmote-user-"));
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/rmote-desktop"));
  symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write("package.json", '{"type":"module"}');
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  return {
    folder,
    write,
    compile: async () => {
      const tsc = join(root, "node_modules/typescript/lib/tsc.js");
      const compiled = run(process.execPath, [tsc, "-p", folder], { cwd: folder });
      return await compiled.then(
        () => "",
        (error: { stdout: string }) => error.stdout,
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
    run: async (file, more = {}) => {
      // Playwright's own would colour what is printed.
      const colours = { FORCE_COLOR: "0" };
      const env = { ...process.env, ...more, ...colours, RMOTE_DESKTOP_HOME: join(folder, "home") };
      return (await run(process.execPath, [join(folder, file)], { cwd: folder, env })).stdout;
    },
  };
}
