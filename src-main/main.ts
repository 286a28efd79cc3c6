import { join } from "node:path";
import { app, BrowserWindow, dialog, Menu, nativeTheme, powerMonitor } from "electron";
import type { AppInfo } from "../src-shared/ipc";
import { createDialogs } from "./ipc/dialogs";
import { createHandlers } from "./ipc/handlers";
import { registerHandlers, removeHandlers, sendEvent } from "./ipc/register";
import { EncryptedStore } from "./questions/encrypted-store";
import { quitQuestion } from "./quit-question";
import { registerScheme, serveScheme } from "./scheme";
import { systemCipher } from "./secrets";
import { createServices } from "./services";
import { electronFolder } from "./settings/electron-folder";
import { findFolders } from "./settings/folders";
import { createWindow } from "./window";

const out = join(import.meta.dirname, "..");

registerScheme();
const secrets = new EncryptedStore(join(findFolders().state, "secrets.json"), systemCipher);
const services = createServices(join(out, "agent"), secrets, {
  hostsChanged: (list) => send("hostsChanged", list),
  sessionChanged: (session) => send("sessionChanged", session),
  settingsChanged: (settings) => send("settingsChanged", settings),
  questionsChanged: (questions) => send("questionsChanged", questions),
  libraryChanged: (list) => send("libraryChanged", list),
  logRecords: (records) => send("logRecords", records),
  applyProgress: (progress) => send("applyProgress", progress),
  transfersChanged: (changes) => send("transfersChanged", changes),
});
app.setPath("userData", electronFolder(services.folders));

let window: BrowserWindow | null = null;
let isQuitting = false;

const send = (...[channel, payload]: EventArguments) => {
  if (window !== null) sendEvent(window, channel, payload);
};
type EventArguments = {
  [C in Parameters<typeof sendEvent>[1]]: [C, Parameters<typeof sendEvent<C>>[2]];
}[Parameters<typeof sendEvent>[1]];

async function appInfo(): Promise<AppInfo> {
  const { file, option } = await services.sshConfig();
  const isByEnvironment = services.folders.sshConfigOption !== null;
  return {
    version: app.getVersion(),
    electronVersion: process.versions.electron ?? "",
    chromeVersion: process.versions.chrome ?? "",
    nodeVersion: process.versions.node,
    dataFolder: services.folders.data,
    sshConfigFile: file,
    sshConfigOrigin: isByEnvironment ? "environment" : option === null ? "usual" : "setting",
    platform: process.platform,
  };
}

function processorTime(): number | null {
  const pid = window?.webContents.getOSProcessId();
  const own = app.getAppMetrics().find((each) => each.pid === pid);
  const seconds = own?.cpu.cumulativeCPUUsage;
  return seconds === undefined ? null : seconds * 1000;
}

function openWindow(): void {
  window = createWindow(out, nativeTheme.shouldUseDarkColors);
  registerHandlers(
    window,
    createHandlers(services, createDialogs(window), { appInfo, processorTime }),
  );
  window.on("close", (event) => {
    if (window !== null && !confirmClose(window)) event.preventDefault();
  });
  const leavePage = () => {
    services.calls.abandonItems();
    services.callSecrets.endRuns();
    services.apply.dropAll();
  };
  // Nobody takes what calls of an earlier page, or of one that crashed, still yield, or sees what its plans come to.
  window.webContents.on("did-navigate", leavePage);
  window.webContents.on("render-process-gone", leavePage);
  window.on("closed", () => {
    window = null;
    leavePage();
    removeHandlers();
  });
}

/** Whether the window may close: with live sessions the person is asked, once. */
function confirmClose(parent: BrowserWindow): boolean {
  const question = quitQuestion(services.sessions.list(), services.transfers.list());
  if (question === null) return true;
  const chosen = dialog.showMessageBoxSync(parent, {
    type: "question",
    ...question,
    buttons: ["Close", "Keep open"],
    defaultId: 1,
    cancelId: 1,
  });
  return chosen === 0;
}

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    if (isQuitting) return;
    isQuitting = true;
    event.preventDefault();
    // Electron ignores a quit that comes while it is still in this event.
    void services.stop().finally(() => setImmediate(() => app.quit()));
  });
  void app.whenReady().then(() => {
    // The page has its own shortcuts; a menu would take Ctrl+W and Ctrl+R from it.
    if (process.platform !== "darwin") Menu.setApplicationMenu(null);
    serveScheme(join(out, "renderer"));
    openWindow();
    void services.start();
    // Links may have died while the machine slept, and nobody has noticed yet.
    powerMonitor.on("resume", () => services.sessions.wake());
    app.on("activate", () => {
      if (BrowserWindow.getAllWindows().length === 0) openWindow();
    });
  });
} else {
  app.quit();
}
