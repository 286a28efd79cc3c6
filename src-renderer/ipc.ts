import type { CallOutcome, CallRequest, Item } from "../src-shared/call";
import type { Failure, Outcome } from "../src-shared/failure";
import type { DropUpload, EventChannel, Events, RequestInput, RmoteApi } from "../src-shared/ipc";
import type { LibraryName } from "../src-shared/library";
import type { ToolScriptRequest } from "../src-shared/tool-script";

declare global {
  interface Window {
    /** Put there by the preload. This file alone uses it. */
    rmote: RmoteApi;
  }
}

/** A request must never throw past here: what the channel itself does wrong is a failure like any other. */
async function settle<T>(reply: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await reply;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, failure: channelFailure(message) };
  }
}

/**
 * Takes what a call yields until its end.
 * @returns why that could not go on, null otherwise
 */
async function takeAll(
  callId: string,
  onItems: (items: readonly Item[]) => void,
): Promise<Failure | null> {
  for (;;) {
    const reply = await settle(window.rmote.takeItems({ callId }));
    if (!reply.ok) return reply.failure;
    if (reply.value.items.length > 0) onItems(reply.value.items);
    if (reply.value.isEnd) return null;
  }
}

function channelFailure(message: string): Failure {
  return {
    code: "internal",
    message: `The window could not reach the rest of the app: ${message}`,
    advice: "This is a defect in Rmote Desktop. Please report it with what you did.",
    lines: [],
    exception: null,
  };
}

export const ipc = {
  appInfo: () => settle(window.rmote.appInfo()),
  processorTime: () => settle(window.rmote.processorTime()),
  listHosts: () => settle(window.rmote.listHosts()),
  addHost: (input: RequestInput<"addHost">) => settle(window.rmote.addHost(input)),
  editHost: (input: RequestInput<"editHost">) => settle(window.rmote.editHost(input)),
  editHosts: (input: RequestInput<"editHosts">) => settle(window.rmote.editHosts(input)),
  duplicateHost: (hostId: string) => settle(window.rmote.duplicateHost({ hostId })),
  removeHosts: (input: RequestInput<"removeHosts">) => settle(window.rmote.removeHosts(input)),
  saveGroup: (input: RequestInput<"saveGroup">) => settle(window.rmote.saveGroup(input)),
  renameGroup: (input: RequestInput<"renameGroup">) => settle(window.rmote.renameGroup(input)),
  removeGroup: (input: RequestInput<"removeGroup">) => settle(window.rmote.removeGroup(input)),
  undoHostChange: (input: RequestInput<"undoHostChange">) =>
    settle(window.rmote.undoHostChange(input)),
  hostOptions: (hostId: string) => settle(window.rmote.hostOptions({ hostId })),
  exportHosts: (input: RequestInput<"exportHosts">) => settle(window.rmote.exportHosts(input)),
  chooseImport: () => settle(window.rmote.chooseImport()),
  importHosts: (input: RequestInput<"importHosts">) => settle(window.rmote.importHosts(input)),
  containerClients: () => settle(window.rmote.containerClients()),
  listContainers: (input: RequestInput<"listContainers">) =>
    settle(window.rmote.listContainers(input)),
  listSessions: () => settle(window.rmote.listSessions()),
  connect: (hostId: string) => settle(window.rmote.connect({ hostId })),
  disconnect: (hostId: string) => settle(window.rmote.disconnect({ hostId })),
  listQuestions: () => settle(window.rmote.listQuestions()),
  answerQuestion: (input: RequestInput<"answerQuestion">) =>
    settle(window.rmote.answerQuestion(input)),
  settings: () => settle(window.rmote.settings()),
  saveSettings: (input: RequestInput<"saveSettings">) => settle(window.rmote.saveSettings(input)),
  chooseSshConfig: () => settle(window.rmote.chooseSshConfig()),
  secrets: () => settle(window.rmote.secrets()),
  forgetSecrets: () => settle(window.rmote.forgetSecrets()),
  listTools: () => settle(window.rmote.listTools()),
  listSnippets: () => settle(window.rmote.listSnippets()),
  toolSource: (module: string) => settle(window.rmote.toolSource({ module })),
  toolScript: (request: ToolScriptRequest) => settle(window.rmote.toolScript(request)),
  libraryList: (library: LibraryName) => settle(window.rmote.libraryList({ library })),
  libraryRead: (input: RequestInput<"libraryRead">) => settle(window.rmote.libraryRead(input)),
  librarySave: (input: RequestInput<"librarySave">) => settle(window.rmote.librarySave(input)),
  libraryMove: (input: RequestInput<"libraryMove">) => settle(window.rmote.libraryMove(input)),
  chooseCallTool: (input: RequestInput<"chooseCallTool">) =>
    settle(window.rmote.chooseCallTool(input)),
  libraryRemove: (input: RequestInput<"libraryRemove">) =>
    settle(window.rmote.libraryRemove(input)),
  libraryMakeFolder: (input: RequestInput<"libraryMakeFolder">) =>
    settle(window.rmote.libraryMakeFolder(input)),
  libraryUndo: (input: RequestInput<"libraryUndo">) => settle(window.rmote.libraryUndo(input)),
  libraryDraft: (input: RequestInput<"libraryDraft">) => settle(window.rmote.libraryDraft(input)),
  libraryDrafts: (library: LibraryName) => settle(window.rmote.libraryDrafts({ library })),
  libraryExport: (input: RequestInput<"libraryExport">) =>
    settle(window.rmote.libraryExport(input)),
  chooseLibraryImport: (input: RequestInput<"chooseLibraryImport">) =>
    settle(window.rmote.chooseLibraryImport(input)),
  libraryImport: (input: RequestInput<"libraryImport">) =>
    settle(window.rmote.libraryImport(input)),
  cancelCall: (callId: string) => settle(window.rmote.cancelCall({ callId })),
  endRun: (runId: string) => settle(window.rmote.endRun({ runId })),
  forgetCallSecrets: (input: RequestInput<"forgetCallSecrets">) =>
    settle(window.rmote.forgetCallSecrets(input)),
  libraryShow: (input: RequestInput<"libraryShow">) => settle(window.rmote.libraryShow(input)),
  planApply: (input: RequestInput<"planApply">) => settle(window.rmote.planApply(input)),
  applyPlan: (input: RequestInput<"applyPlan">) => settle(window.rmote.applyPlan(input)),
  cancelApply: (planId: string) => settle(window.rmote.cancelApply({ planId })),
  dropApply: (planId: string) => settle(window.rmote.dropApply({ planId })),
  listTransfers: () => settle(window.rmote.listTransfers()),
  chooseUpload: (input: RequestInput<"chooseUpload">) => settle(window.rmote.chooseUpload(input)),
  dropUpload: (input: DropUpload<File>) => settle(window.rmote.dropUpload(input)),
  chooseDownload: (input: RequestInput<"chooseDownload">) =>
    settle(window.rmote.chooseDownload(input)),
  answerTransfer: (input: RequestInput<"answerTransfer">) =>
    settle(window.rmote.answerTransfer(input)),
  cancelTransfers: (ids: string[]) => settle(window.rmote.cancelTransfers({ ids })),
  resumeTransfers: (ids: string[]) => settle(window.rmote.resumeTransfers({ ids })),
  clearTransfers: (ids: string[]) => settle(window.rmote.clearTransfers({ ids })),
  showTransfer: (id: string) => settle(window.rmote.showTransfer({ id })),

  /**
   * Resolves when the call has ended and `onItems` has had all that it yielded.
   * A call that could not even be made has the same shape as one that failed.
   */
  async call(
    request: CallRequest,
    onItems: (items: readonly Item[]) => void,
  ): Promise<CallOutcome> {
    const { callId } = request;
    const started = performance.now();
    const replying = settle(window.rmote.call(request));
    const broken = await takeAll(callId, onItems);
    // Otherwise it would wait for somebody to take its items.
    if (broken !== null) await settle(window.rmote.cancelCall({ callId }));
    const reply: Outcome<CallOutcome> =
      broken === null ? await replying : { ok: false, failure: broken };
    if (reply.ok) return reply.value;
    return { ok: false, failure: reply.failure, elapsedMs: performance.now() - started };
  },

  /** @returns a function that ends the subscription. */
  on<C extends EventChannel>(channel: C, listener: (payload: Events[C]) => void): () => void {
    return window.rmote.on(channel, listener);
  },
};
