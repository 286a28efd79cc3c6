import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real GNOME Keyring, unlocked, on a session bus of its own. */
export interface Keyring {
  /** What a program's environment needs to use it. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** @throws Error where Debian's `dbus-daemon` or `gnome-keyring` is not installed */
export async function startKeyring(): Promise<Keyring> {
  const folder = mkdtempSync(join(tmpdir(), "rmote-keyring-"));
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [address] = (await once(bus.stdout, "data")) as [Buffer];
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address.toString().trim(),
    // Chromium chooses the keyring by the desktop.
    XDG_CURRENT_DESKTOP: "GNOME",
  };
  const { XDG_RUNTIME_DIR: _, XDG_DATA_HOME: __, ...rest } = process.env;
  const keyring = spawn(
    "gnome-keyring-daemon",
    ["--foreground", "--unlock", "--components=secrets"],
    { env: { ...rest, ...env, HOME: folder }, stdio: ["pipe", "pipe", "ignore"] },
  );
  // The password of a keyring that is made anew.
  keyring.stdin.end("the keyring's own password");
  // It says its environment once it is on the bus.
  await once(keyring.stdout, "data");
  return {
    env,
    stop: async () => {
      await Promise.all([keyring, bus].map(ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill();
  await exit;
}
