import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { installAskpass } from "../testing/askpass";
import { askpassLauncher } from "./askpass-launcher";
import { type AskpassRequest, AskpassServer } from "./askpass-server";

beforeAll(installAskpass);

const open: AskpassServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(
  answer: (request: AskpassRequest, signal: AbortSignal) => Promise<string | null>,
) {
  const server = await AskpassServer.listen(answer);
  open.push(server);
  return server;
}

/** Runs the helper as ssh does. */
function helper(env: Record<string, string>, prompt: string, hint = "") {
  const child = spawn(env.SSH_ASKPASS ?? "", [prompt], {
    env: { ...process.env, ...env, SSH_ASKPASS_PROMPT: hint, NODE_OPTIONS: "--no-such-option" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }));
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  return { child, result: Promise.all([ended, printed]).then(([end, out]) => ({ ...end, out })) };
}

describe("askpass", () => {
  it("brings the prompt to the app, and the answer to ssh", async () => {
    const asked: AskpassRequest[] = [];
    const { env } = await listen(async (request) => {
      asked.push(request);
      return request.prompt === "cancel" ? null : "gr\u00fc\u00dfe '\"$(x)";
    });
    const prompt = "Enter passphrase for key '/a': \u202e\nsecond";
    expect(await helper(env, prompt, "none").result).toEqual({
      code: 0,
      signal: null,
      out: ["gr\u00fc\u00dfe '\"$(x)\n", ""],
    });
    expect(await helper(env, "cancel").result).toMatchObject({ code: 1, out: ["", ""] });
    expect(asked).toEqual([
      { prompt, hint: "none", asker: process.pid },
      { prompt: "cancel", hint: "", asker: process.pid },
    ]);
  });

  it("withdraws what is asked when ssh ends the helper, and ends the helper when it is closed", async () => {
    let asked: (signal: AbortSignal) => void = () => {};
    const server = await listen((_request, signal) => {
      asked(signal);
      return new Promise(() => {});
    });
    const next = () =>
      new Promise<AbortSignal>((resolve) => {
        asked = resolve;
      });
    let waiting = next();
    const killed = helper(server.env, "Touch it.", "none");
    const signal = await waiting;
    expect(signal.aborted).toBe(false);
    killed.child.kill();
    await once(signal, "abort");
    expect(await killed.result).toMatchObject({ signal: "SIGTERM" });
    waiting = next();
    const closed = helper(server.env, "Password: ");
    await waiting;
    server.close();
    expect(await closed.result).toMatchObject({ code: 1, out: ["", ""] });
    // Later ones find nobody.
    expect(await helper(server.env, "Password: ").result).toMatchObject({ code: 1, out: ["", ""] });
  });

  it("answers nobody else", async () => {
    let count = 0;
    const { env } = await listen(async () => {
      count += 1;
      return "secret";
    });
    const wrong = { ...env, RMOTE_ASKPASS_TOKEN: "wrong" };
    expect(await helper(wrong, "Password: ").result).toMatchObject({ code: 1, out: ["", ""] });
    const token = env.RMOTE_ASKPASS_TOKEN;
    for (const line of [
      "\n",
      "no json\n",
      "[]\n",
      `${JSON.stringify({ token, prompt: "a" })}\n`,
      `${JSON.stringify({ token, prompt: "a", hint: "", asker: 1, more: 1 })}\n`,
      `${JSON.stringify({ token: null, prompt: "a", hint: "", asker: 1 })}\n`,
      "x".repeat(2 << 20),
    ]) {
      const socket = connect(env.RMOTE_ASKPASS_SOCKET ?? "");
      socket.on("error", () => {});
      socket.write(line);
      expect(await text(socket).catch(() => "")).toBe("");
    }
    expect(count).toBe(0);
  });

  it("keeps its socket and its program from others", async () => {
    const { env } = await listen(async () => null);
    const { folder, file } = askpassLauncher();
    expect(env.SSH_ASKPASS).toBe(file);
    expect(env.RMOTE_ASKPASS_SOCKET?.startsWith(folder)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o700);
    for (const server of open.splice(0)) server.close();
    expect(readdirSync(folder)).toEqual(["askpass"]);
  });

  it("leaves nothing behind, and takes no folder where no program may be", async () => {
    if (process.getuid?.() !== 0) throw new Error("A mount is needed here: run as root.");
    const folder = mkdtempSync(join(tmpdir(), "rmote-noexec-"));
    const mounted = join(folder, "run");
    const usual = join(folder, "tmp");
    mkdirSync(mounted);
    mkdirSync(usual);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k,noexec", "none", mounted]);
    try {
      const { installed } = await launcherIn({ XDG_RUNTIME_DIR: mounted, TMPDIR: usual });
      expect(installed.startsWith(usual)).toBe(true);
      expect([readdirSync(mounted), readdirSync(usual)]).toEqual([[], []]);
    } finally {
      execFileSync("umount", [mounted]);
      rmSync(folder, { recursive: true });
    }
  });
});

/** The launcher that another process makes, which has ended since. */
async function launcherIn(env: Record<string, string>): Promise<{ installed: string }> {
  const { build } = await import("vite");
  const entry = join(import.meta.dirname, "askpass-launcher.ts");
  const outDir = mkdtempSync(join(tmpdir(), "rmote-launcher-"));
  await build({
    logLevel: "silent",
    configFile: false,
    build: { ssr: entry, outDir, rollupOptions: { output: { entryFileNames: "launcher.mjs" } } },
    ssr: { noExternal: true },
  });
  const script = `import(${JSON.stringify(join(outDir, "launcher.mjs"))}).then((m) => {
    m.setAskpassHelper("/none");
    console.log(m.askpassLauncher().file);
  })`;
  const installed = execFileSync(process.execPath, ["-e", script], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  }).trim();
  rmSync(outDir, { recursive: true });
  return { installed };
}
