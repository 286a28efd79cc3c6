import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

test("gives the command's exit code", async () => {
  expect(await run(process.execPath, ["-e", "process.exit(7)"])).toBe(7);
});

test("hands over what the command writes to stderr", async () => {
  let said = "";
  await run(process.execPath, ["-e", 'process.stderr.write("a line\\n")'], {
    onStderr: (chunk) => {
      said += chunk;
    },
  });
  expect(said).toBe("a line\n");
});

test("says which command could not be started", async () => {
  await expect(run("rmote-absent-command", [])).rejects.toThrow(/rmote-absent-command could not/);
});

test.skipIf(process.platform === "win32")(
  "a signal reaches what the command itself has started",
  async () => {
    const module = pathToFileURL(join(root, "scripts", "setup", "run.mjs")).href;
    const source = `
      import { run, wasInterrupted } from ${JSON.stringify(module)};
      const code = await run("sh", ["-c", "sleep 600 & echo started; wait"]);
      process.exitCode = wasInterrupted() ? code : 1;
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => parent.stdout.once("data", resolve));
    // Emitted when nobody holds the pipe any more, hence after the end of sleep, which inherited it.
    const code = new Promise((resolve) => parent.once("close", resolve));
    parent.kill("SIGTERM");
    expect(await code).toBe(128 + 15);
  },
);

test.skipIf(process.platform === "win32")(
  "ends with the shell that npm started us by",
  async () => {
    const module = pathToFileURL(join(root, "scripts", "setup", "run.mjs")).href;
    const source = `
    import { run } from ${JSON.stringify(module)};
    await run("sh", ["-c", "echo started; exec sleep 600"]);
  `;
    // The colon keeps the shell from becoming node.
    const shell = spawn(
      "sh",
      ["-c", '"$0" --input-type=module -e "$1"; :', process.execPath, source],
      {
        env: { ...process.env, npm_lifecycle_event: "start" },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await new Promise((resolve) => shell.stdout.once("data", resolve));
    const end = new Promise((resolve) => shell.once("close", resolve));
    shell.kill("SIGTERM");
    await end;
  },
);
