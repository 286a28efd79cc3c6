import { contextBridge, ipcRenderer } from "electron";
import type { EventChannel, Events, RequestChannel, RmoteApi } from "../src-shared/ipc";

function invoke(channel: RequestChannel, input?: unknown) {
  return ipcRenderer.invoke(channel, input);
}

const eventChannels: Record<EventChannel, true> = {
  hostsChanged: true,
  sessionChanged: true,
  logRecords: true,
};

/** Named methods only: the page reaches no channel that is not written here. */
const api: RmoteApi = {
  appInfo: () => invoke("appInfo"),
  listHosts: () => invoke("listHosts"),
  addHost: (input) => invoke("addHost", input),
  removeHost: (input) => invoke("removeHost", input),
  listSessions: () => invoke("listSessions"),
  connect: (input) => invoke("connect", input),
  disconnect: (input) => invoke("disconnect", input),
  listTools: () => invoke("listTools"),
  toolSource: (input) => invoke("toolSource", input),
  call: (input) => invoke("call", input),
  takeItems: (input) => invoke("takeItems", input),
  cancelCall: (input) => invoke("cancelCall", input),
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
