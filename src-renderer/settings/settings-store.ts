import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { AppInfo } from "../../src-shared/ipc";
import type { SecretsState, Settings } from "../../src-shared/settings";
import { ipc } from "../ipc";

interface SettingsState {
  /** Each is null until the first answer. */
  settings: Settings | null;
  info: AppInfo | null;
  secrets: SecretsState | null;
  /** Why something of it could not be had or saved; null after the next that went well. */
  failure: Failure | null;
}

export const useSettings = create<SettingsState>(() => ({
  settings: null,
  info: null,
  secrets: null,
  failure: null,
}));

const set = useSettings.setState;

async function loadInfo(): Promise<void> {
  const reply = await ipc.appInfo();
  if (reply.ok) set({ info: reply.value });
  else set({ failure: reply.failure });
}

/** Asks for everything anew. */
export async function loadSettings(): Promise<void> {
  const [settings, secrets] = await Promise.all([ipc.settings(), ipc.secrets(), loadInfo()]);
  if (settings.ok) set({ settings: settings.value, failure: null });
  else set({ failure: settings.failure });
  if (secrets.ok) set({ secrets: secrets.value });
  else set({ failure: secrets.failure });
}

/** Saves what is given; the rest stays. It shows at once, and is taken back where it cannot be saved. */
export async function saveSettings(part: Partial<Settings>): Promise<void> {
  const before = useSettings.getState().settings;
  // A switch that waits for the disk jumps back under the hand for as long.
  if (before !== null) set({ settings: { ...before, ...part } });
  const reply = await ipc.saveSettings({ settings: part });
  if (!reply.ok) {
    set({ settings: before, failure: reply.failure });
    return;
  }
  set({ settings: reply.value, failure: null });
  if (part.sshConfigFile !== undefined) await loadInfo();
}

/** Lets the person choose the ssh configuration to read. */
export async function chooseSshConfig(): Promise<void> {
  const reply = await ipc.chooseSshConfig();
  if (!reply.ok) set({ failure: reply.failure });
  else if (reply.value !== null) await saveSettings({ sshConfigFile: reply.value });
}

export async function forgetSecrets(): Promise<void> {
  const reply = await ipc.forgetSecrets();
  if (reply.ok) set({ secrets: reply.value, failure: null });
  else set({ failure: reply.failure });
}

export function startSettings(): void {
  ipc.on("settingsChanged", (settings) => {
    set({ settings });
    void loadInfo();
  });
  void loadSettings();
}
