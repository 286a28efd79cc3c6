import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../setup/paths.mjs";

const folder = join(root, "out", "fuzz", "target");
const sources = ["src-main/protocol/codec", "src-main/protocol/frame-reader"].concat(
  "src-main/protocol/messages",
  "src-main/protocol/parts",
  "src-shared/failure",
  "src-shared/value",
);

/** The address under which Node loads a module of the app, after `buildTarget`. */
export const targetUrl = (/** @type {string} */ module) =>
  pathToFileURL(join(folder, `${module}.js`)).href;

/** Makes plain JavaScript of the app's end of the wire, a file for each module. */
export async function buildTarget() {
  // Not at the top: what asks for this module may yet have to install it.
  const { build } = await import("vite");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: "node20",
      minify: false,
      rollupOptions: {
        input: sources.map((source) => join(root, `${source}.ts`)),
        output: { preserveModules: true, preserveModulesRoot: root, entryFileNames: "[name].js" },
      },
    },
  });
}
