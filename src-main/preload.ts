import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { EventChannel, Events, RequestChannel, RmoteApi } from "../src-shared/ipc";

function invoke(channel: RequestChannel, input?: unknown) {
  return ipcRenderer.invoke(channel, input);
}

const eventChannels: Record<EventChannel, true> = {
  hostsChanged: true,
  sessionChanged: true,
  questionsChanged: true,
  settingsChanged: true,
  libraryChanged: true,
  logRecords: true,
  applyProgress: true,
  transfersChanged: true,
};

/** Paths of files that a person dropped. A file that a script made has none, and is left out. */
function pathsOf(files: readonly unknown[]): string[] {
  return files.flatMap((file) => {
    const path = file instanceof File ? webUtils.getPathForFile(file) : "";
    return path === "" ? [] : [path];
  });
}

/** Named methods only: the page reaches no channel that is not written here. */
const api: RmoteApi = {
  appInfo: () => invoke("appInfo"),
  processorTime: () => invoke("processorTime"),
  listHosts: () => invoke("listHosts"),
  addHost: (input) => invoke("addHost", input),
  editHost: (input) => invoke("editHost", input),
  editHosts: (input) => invoke("editHosts", input),
  duplicateHost: (input) => invoke("duplicateHost", input),
  removeHosts: (input) => invoke("removeHosts", input),
  saveGroup: (input) => invoke("saveGroup", input),
  renameGroup: (input) => invoke("renameGroup", input),
  removeGroup: (input) => invoke("removeGroup", input),
  undoHostChange: (input) => invoke("undoHostChange", input),
  hostOptions: (input) => invoke("hostOptions", input),
  exportHosts: (input) => invoke("exportHosts", input),
  chooseImport: () => invoke("chooseImport"),
  importHosts: (input) => invoke("importHosts", input),
  containerClients: () => invoke("containerClients"),
  listContainers: (input) => invoke("listContainers", input),
  listSessions: () => invoke("listSessions"),
  connect: (input) => invoke("connect", input),
  disconnect: (input) => invoke("disconnect", input),
  listQuestions: () => invoke("listQuestions"),
  answerQuestion: (input) => invoke("answerQuestion", input),
  settings: () => invoke("settings"),
  saveSettings: (input) => invoke("saveSettings", input),
  chooseSshConfig: () => invoke("chooseSshConfig"),
  secrets: () => invoke("secrets"),
  forgetSecrets: () => invoke("forgetSecrets"),
  listTools: () => invoke("listTools"),
  listSnippets: () => invoke("listSnippets"),
  toolSource: (input) => invoke("toolSource", input),
  toolScript: (input) => invoke("toolScript", input),
  libraryList: (input) => invoke("libraryList", input),
  libraryRead: (input) => invoke("libraryRead", input),
  librarySave: (input) => invoke("librarySave", input),
  libraryMove: (input) => invoke("libraryMove", input),
  chooseCallTool: (input) => invoke("chooseCallTool", input),
  libraryRemove: (input) => invoke("libraryRemove", input),
  libraryMakeFolder: (input) => invoke("libraryMakeFolder", input),
  libraryUndo: (input) => invoke("libraryUndo", input),
  libraryDraft: (input) => invoke("libraryDraft", input),
  libraryDrafts: (input) => invoke("libraryDrafts", input),
  libraryShow: (input) => invoke("libraryShow", input),
  libraryExport: (input) => invoke("libraryExport", input),
  chooseLibraryImport: (input) => invoke("chooseLibraryImport", input),
  libraryImport: (input) => invoke("libraryImport", input),
  call: (input) => invoke("call", input),
  takeItems: (input) => invoke("takeItems", input),
  cancelCall: (input) => invoke("cancelCall", input),
  endRun: (input) => invoke("endRun", input),
  forgetCallSecrets: (input) => invoke("forgetCallSecrets", input),
  planApply: (input) => invoke("planApply", input),
  applyPlan: (input) => invoke("applyPlan", input),
  cancelApply: (input) => invoke("cancelApply", input),
  dropApply: (input) => invoke("dropApply", input),
  listTransfers: () => invoke("listTransfers"),
  chooseUpload: (input) => invoke("chooseUpload", input),
  dropUpload: ({ hostId, folder, files }) =>
    invoke("dropUpload", { hostId, folder, localPaths: pathsOf(files) }),
  chooseDownload: (input) => invoke("chooseDownload", input),
  answerTransfer: (input) => invoke("answerTransfer", input),
  cancelTransfers: (input) => invoke("cancelTransfers", input),
  resumeTransfers: (input) => invoke("resumeTransfers", input),
  clearTransfers: (input) => invoke("clearTransfers", input),
  showTransfer: (input) => invoke("showTransfer", input),
  on: <C extends EventChannel>(channel: C, listener: (payload: Events[C]) => void) => {
    if (!Object.hasOwn(eventChannels, channel)) throw new Error(`There is no event ${channel}.`);
    const forward = (_event: Electron.IpcRendererEvent, payload: Events[C]) => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  },
};

contextBridge.exposeInMainWorld("rmote", api);
