import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from "electron";
import { FailureError, failure, type Outcome, toFailure } from "../../src-shared/failure";
import {
  type EventChannel,
  type Events,
  type RequestChannel,
  requestSchemas,
} from "../../src-shared/ipc";
import { PAGE_ORIGIN } from "../scheme";
import { answer } from "./answer";
import type { Handlers } from "./handlers";

/**
 * Answers the requests of the window's page, and of nothing else.
 *
 * Everything crosses as a value: a wrong sender, a wrong shape and a failure of
 * the service are failures of the reply, never an exception in the page.
 */
export function registerHandlers(window: BrowserWindow, handlers: Handlers): void {
  for (const channel of Object.keys(requestSchemas) as RequestChannel[]) {
    ipcMain.handle(channel, async (event, input: unknown): Promise<Outcome<unknown>> => {
      try {
        checkSender(window, event);
        return { ok: true, value: await answer(handlers, channel, input) };
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    });
  }
}

/** Takes the handlers back, so that another window can have them. */
export function removeHandlers(): void {
  for (const channel of Object.keys(requestSchemas)) ipcMain.removeHandler(channel);
}

/** Sends an event to the page, unless the window is gone. */
export function sendEvent<C extends EventChannel>(
  window: BrowserWindow,
  channel: C,
  payload: Events[C],
): void {
  if (!window.isDestroyed()) window.webContents.send(channel, payload);
}

/** Only the top frame of our own page in our own window may ask. @throws FailureError `bad_request` */
function checkSender(window: BrowserWindow, event: IpcMainInvokeEvent): void {
  const frame = event.senderFrame;
  const isOurs =
    frame !== null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.origin === PAGE_ORIGIN;
  if (!isOurs) {
    throw new FailureError(
      failure("bad_request", "The request came from a page that is not ours."),
    );
  }
}
