import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { descendants, eventually } from "../src-main/testing/processes";
import type { RmoteApi } from "../src-shared/ipc";
import { root } from "./cli";
import { displayOfWorker } from "./display";

declare global {
  interface Window {
    rmote: RmoteApi;
  }
}

export interface LaunchOptions {
  /** The ssh configuration that the app reads; an empty one if left out. */
  sshConfig?: string;
  /** A data folder to go on with; a new and empty one if left out. */
  home?: string;
  /** Variables of its environment beside those of the tests. */
  env?: Record<string, string>;
  theme?: "light" | "dark";
  size?: { width: number; height: number };
}

/** The real app in its real window. */
export interface RunningApp {
  electron: ElectronApplication;
  page: Page;
  home: string;
  setTheme(theme: "light" | "dark"): Promise<void>;
  setSize(width: number, height: number): Promise<void>;
  /** Ends the app; its data folder goes too unless it was given. */
  close(): Promise<void>;
  /** Ends what `close` was not reached for, without being asked anything; the data folder stays for a look. */
  kill(): Promise<void>;
}

/** Milliseconds in which Electron has to be there, and then its window; both take 1 to 2 s. */
const START_MS = 20_000;

type Start = Parameters<typeof _electron.launch>[0];

/**
 * Starts Electron and waits for its window, each within a bound of its own: where one does not come
 * up, the failure says which, with what Playwright knows of it. There is no second try.
 */
async function start(options: Start): Promise<{ electron: ElectronApplication; page: Page }> {
  const electron = await _electron.launch({ ...options, timeout: START_MS });
  try {
    return { electron, page: await electron.firstWindow({ timeout: START_MS }) };
  } catch (error) {
    electron.process().kill("SIGKILL");
    throw error;
  }
}

/** An app that starts the built one once Playwright is attached. */
const LAUNCHER = join(root, "e2e", "launcher");

/** Starts the built app; `RMOTE_ELECTRON` names the Electron (npm run test:e2e sets it). */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const executablePath = process.env.RMOTE_ELECTRON;
  if (!executablePath) throw new Error("RMOTE_ELECTRON is not set. Run: npm run test:e2e");
  const home = options.home ?? mkdtempSync(join(tmpdir(), "rmote-home-"));
  const isRoot = process.getuid?.() === 0;
  const display = await displayOfWorker();
  const { electron, page } = await start({
    executablePath,
    args: [LAUNCHER, ...(isRoot ? ["--no-sandbox"] : [])],
    env: {
      ...(process.env as Record<string, string>),
      ...(display !== undefined && { DISPLAY: display }),
      RMOTE_DESKTOP_HOME: home,
      RMOTE_DESKTOP_SSH_CONFIG: options.sshConfig ?? "/dev/null",
      ...options.env,
    },
  });
  const child = electron.process();
  const removeHome = () => {
    if (options.home !== undefined) return;
    // Chromium's own processes write until they are gone.
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  };
  const running: RunningApp = {
    electron,
    page,
    home,
    setTheme: (theme) => page.emulateMedia({ colorScheme: theme }),
    setSize: async (width, height) => {
      await electron.evaluate(
        ({ BrowserWindow }, [w = 0, h = 0]) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(w, h);
        },
        [width, height],
      );
    },
    close: async () => {
      // With live sessions the app would ask.
      await page.evaluate(async () => {
        const sessions = await window.rmote.listSessions();
        if (!sessions.ok) return;
        for (const { hostId } of sessions.value) await window.rmote.disconnect({ hostId });
      });
      await electron.close();
      removeHome();
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      // Chromium's own processes outlive it for a moment, and write into the data folder meanwhile.
      const all = child.pid === undefined ? [] : descendants(child.pid).map(({ pid }) => pid);
      child.kill("SIGKILL");
      await ended;
      await eventually(
        () => all.filter((pid) => existsSync(`/proc/${pid}/exe`)),
        (left) => left.length === 0,
      );
    },
  };
  await running.setTheme(options.theme ?? "light");
  await running.setSize(options.size?.width ?? 1280, options.size?.height ?? 800);
  return running;
}
