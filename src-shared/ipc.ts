import { z } from "zod";
import { type ApplyProgress, applyPlanSchema, planApplySchema } from "./apply";
import { type CallOutcome, callRequestSchema, type ItemBatch, type LogRecord } from "./call";
import type { Outcome } from "./failure";
import {
  type AddedHost,
  type EffectiveOptions,
  groupPathSchema,
  type HostChange,
  type HostList,
  hostDetailsSchema,
  hostEditSchema,
  hostGroupSchema,
  hostsEditSchema,
  type ImportPreview,
} from "./host";
import {
  type LibraryChange,
  type LibraryImport,
  type LibraryList,
  type LibraryText,
  libraryDraftSchema,
  libraryMarkSchema,
  libraryNames,
  libraryPackings,
  libraryPathSchema,
  libraryTextSchema,
} from "./library";
import { answerSchema, type Question } from "./question";
import type { Session } from "./session";
import { type SecretsState, type Settings, settingsSchema } from "./settings";
import type { Snippet } from "./snippet";
import type { Tool } from "./tool";
import { type ToolScript, toolScriptRequestSchema } from "./tool-script";
import {
  conflictAnswers,
  MAX_TRANSFERS,
  remotePathSchema,
  type Transfer,
  type TransferChanges,
  transferIdSchema,
} from "./transfer";

/** What the About line and the Settings show. */
export interface AppInfo {
  version: string;
  electronVersion: string;
  chromeVersion: string;
  nodeVersion: string;
  /** The folder with the user's files. */
  dataFolder: string;
  sshConfigFile: string;
  /** Who says so: `RMOTE_DESKTOP_SSH_CONFIG`, a setting, or nobody: then it is `~/.ssh/config`. */
  sshConfigOrigin: "environment" | "setting" | "usual";
  platform: string;
}

/** A client of containers on this machine. */
export const containerClients = ["docker", "podman", "kubectl"] as const;
export type ContainerClient = (typeof containerClients)[number];

/** A running container, and the command prefix that reaches it. */
export interface Container {
  name: string;
  /** Image, or namespace. */
  detail: string;
  command: string;
}

const hostId = z.string().max(1024);
const library = z.enum(libraryNames);
const libraryPaths = z.array(libraryPathSchema).min(1).max(10_000);
const hostIds = z.array(hostId).max(10_000);
const transferIds = z.object({ ids: z.array(transferIdSchema).max(100_000) });

/**
 * Requests, renderer to main: the schema of the argument, and the type that
 * comes back. Every channel of this direction is a key of this object.
 */
export const requestSchemas = {
  appInfo: z.undefined(),
  processorTime: z.undefined(),
  listHosts: z.undefined(),
  addHost: z.object({
    /** `[user@]host[:port]` */
    address: z.string().max(512),
    /** What the list calls it; the address if left out. */
    name: z.string().min(1).max(256).optional(),
    details: hostDetailsSchema.partial().optional(),
  }),
  editHost: z.object({ hostId, edit: hostEditSchema }),
  editHosts: z.object({ hostIds, edit: hostsEditSchema }),
  duplicateHost: z.object({ hostId }),
  removeHosts: z.object({ hostIds }),
  saveGroup: z.object({ group: hostGroupSchema }),
  renameGroup: z.object({ from: groupPathSchema.min(1), to: groupPathSchema.min(1) }),
  removeGroup: z.object({ path: groupPathSchema.min(1) }),
  undoHostChange: z.object({ changeId: z.string().max(64) }),
  hostOptions: z.object({ hostId }),
  exportHosts: z.object({ hostIds: hostIds.nullable() }),
  chooseImport: z.undefined(),
  importHosts: z.object({ importId: z.string().max(64), group: groupPathSchema }),
  containerClients: z.undefined(),
  listContainers: z.object({ client: z.enum(containerClients) }),
  listSessions: z.undefined(),
  connect: z.object({ hostId }),
  disconnect: z.object({ hostId }),
  listQuestions: z.undefined(),
  answerQuestion: z.object({ questionId: z.string().max(64), answer: answerSchema }),
  settings: z.undefined(),
  saveSettings: z.object({ settings: settingsSchema.partial() }),
  chooseSshConfig: z.undefined(),
  secrets: z.undefined(),
  forgetSecrets: z.undefined(),
  listTools: z.undefined(),
  listSnippets: z.undefined(),
  toolSource: z.object({ module: z.string().max(512) }),
  toolScript: toolScriptRequestSchema,
  libraryList: z.object({ library }),
  libraryRead: z.object({ library, path: libraryPathSchema }),
  librarySave: z.object({
    library,
    path: libraryPathSchema,
    text: libraryTextSchema,
    /** What the text was made from; null for a file that must not be there yet. */
    mark: libraryMarkSchema.nullable(),
  }),
  libraryMove: z.object({
    library,
    moves: z
      .array(z.object({ from: libraryPathSchema, to: libraryPathSchema }))
      .min(1)
      .max(10_000),
  }),
  chooseCallTool: z.object({
    path: libraryPathSchema,
    toolPath: libraryPathSchema,
    tool: z.string().min(1).max(500),
    method: z.string().min(1).max(500),
  }),
  libraryRemove: z.object({ library, paths: libraryPaths }),
  libraryMakeFolder: z.object({ library, path: libraryPathSchema }),
  libraryUndo: z.object({ undoId: z.string().max(64) }),
  libraryDraft: z.object({
    library,
    path: libraryPathSchema,
    /** Null where nothing is unsaved any more. */
    draft: libraryDraftSchema.nullable(),
  }),
  libraryDrafts: z.object({ library }),
  libraryShow: z.object({ library, path: libraryPathSchema }),
  libraryExport: z.object({
    library,
    /** Files and folders; null for all. */
    paths: libraryPaths.nullable(),
    as: z.enum(libraryPackings),
  }),
  chooseLibraryImport: z.object({ library, from: z.enum(libraryPackings) }),
  libraryImport: z.object({
    importId: z.string().max(64),
    paths: libraryPaths,
    /** What becomes of a file that is there with another text. */
    onConflict: z.enum(["keep", "replace"]),
  }),
  call: callRequestSchema,
  takeItems: z.object({ callId: z.string().max(64) }),
  cancelCall: z.object({ callId: z.string().max(64) }),
  endRun: z.object({ runId: z.string().max(64) }),
  forgetCallSecrets: callRequestSchema.pick({
    tool: true,
    own: true,
    method: true,
    args: true,
    kwargs: true,
  }),
  planApply: planApplySchema,
  applyPlan: applyPlanSchema,
  cancelApply: z.object({ planId: z.string().max(64) }),
  dropApply: z.object({ planId: z.string().max(64) }),
  listTransfers: z.undefined(),
  chooseUpload: z.object({ hostId, folder: remotePathSchema, what: z.enum(["files", "folders"]) }),
  /** The page gives the files that were dropped, and the preload their paths. */
  dropUpload: z.object({
    hostId,
    folder: remotePathSchema,
    localPaths: z.array(z.string().min(1).max(4096)).max(MAX_TRANSFERS),
  }),
  chooseDownload: z.object({
    hostId,
    remotePaths: z.array(remotePathSchema).min(1).max(MAX_TRANSFERS),
    /** A single file gets a name where it goes; all else goes into a folder. */
    isFile: z.boolean(),
  }),
  answerTransfer: z.object({
    id: transferIdSchema,
    answer: z.enum(conflictAnswers),
    isForAll: z.boolean(),
  }),
  cancelTransfers: transferIds,
  resumeTransfers: transferIds,
  clearTransfers: transferIds,
  showTransfer: z.object({ id: transferIdSchema }),
} satisfies Record<string, z.ZodType>;

export interface Replies {
  appInfo: AppInfo;
  /** Milliseconds of processor time that the page's process has used; null where the system does not tell. */
  processorTime: number | null;
  listHosts: HostList;
  /** The host that was added, or the one with this address that was there already. */
  addHost: AddedHost;
  editHost: HostChange;
  editHosts: HostChange;
  duplicateHost: HostChange;
  removeHosts: HostChange;
  saveGroup: HostChange;
  renameGroup: HostChange;
  /** Its hosts and groups go to the group around it. */
  removeGroup: HostChange;
  /** Fails where the same entries have changed since. Sessions of hosts that the change made are closed. */
  undoHostChange: null;
  hostOptions: EffectiveOptions;
  /** The file that a person chose and that was written; null where they chose none. */
  exportHosts: string | null;
  /** What the file that a person chose holds; null where they chose none. */
  chooseImport: ImportPreview | null;
  importHosts: HostChange;
  /** Those that are installed here. */
  containerClients: ContainerClient[];
  listContainers: Container[];
  listSessions: Session[];
  /** Resolves when the session is ready; fails with the reason otherwise. */
  connect: Session;
  disconnect: null;
  listQuestions: Question[];
  answerQuestion: null;
  settings: Settings;
  saveSettings: Settings;
  /** The file that a person chose; null where they chose none. */
  chooseSshConfig: string | null;
  secrets: SecretsState;
  /** Forgets all answers that were remembered. */
  forgetSecrets: SecretsState;
  listTools: Tool[];
  listSnippets: Snippet[];
  toolSource: string;
  /** What a script of its own takes with it to run the tool. */
  toolScript: ToolScript;
  libraryList: LibraryList;
  libraryRead: LibraryText;
  /** The mark of what was written. Fails with `file_changed`, and writes nothing, where another is there. */
  librarySave: { mark: string };
  /** Files and folders. All of it, or nothing. Nothing is replaced. */
  libraryMove: LibraryChange;
  /** Has a saved call name another file of tools, and lie beside it. */
  chooseCallTool: LibraryChange;
  /** Files and folders, which are kept for a while where `libraryUndo` finds them. */
  libraryRemove: LibraryChange;
  libraryMakeFolder: LibraryChange;
  /** Fails with `file_changed` where the same files have changed since. */
  libraryUndo: LibraryList;
  libraryDraft: null;
  /** What was typed and not saved. */
  libraryDrafts: { path: string }[];
  /** The system's own window of files has shown it. */
  libraryShow: null;
  /** The file or folder that a person chose and that was written; null where they chose none. */
  libraryExport: string | null;
  /** What the file or folder that a person chose holds; null where they chose none. */
  chooseLibraryImport: LibraryImport | null;
  libraryImport: LibraryChange;
  call: CallOutcome;
  /**
   * What the method has yielded meanwhile; waits for the first. Asked again until
   * the end, while the call runs: the target waits for who does not ask.
   */
  takeItems: ItemBatch;
  cancelCall: null;
  /** Forgets the secrets that were typed for the calls of a run. */
  endRun: null;
  /** How many secrets of this very call were remembered, and are not any more. */
  forgetCallSecrets: number;
  /** Resolves when every host has had its outcome, by `applyProgress`. */
  planApply: null;
  /** Resolves when every host has had its outcome, by `applyProgress`. */
  applyPlan: null;
  cancelApply: null;
  /** The plan can be applied no more. */
  dropApply: null;
  listTransfers: Transfer[];
  /** How many were begun: none where a person chose nothing. */
  chooseUpload: number;
  /** How many were begun: what has no path on this machine is left out. */
  dropUpload: number;
  chooseDownload: number;
  answerTransfer: null;
  cancelTransfers: null;
  resumeTransfers: null;
  clearTransfers: null;
  /** The system's own window of files has shown where a download is. */
  showTransfer: null;
}

export type RequestChannel = keyof typeof requestSchemas;
export type RequestInput<C extends RequestChannel> = z.infer<(typeof requestSchemas)[C]>;
export type Reply<C extends RequestChannel> = Outcome<Replies[C]>;

/** Events, main to renderer. */
export interface Events {
  hostsChanged: HostList;
  sessionChanged: Session;
  /** All that are open. */
  questionsChanged: Question[];
  settingsChanged: Settings;
  libraryChanged: LibraryList;
  logRecords: LogRecord[];
  applyProgress: ApplyProgress;
  transfersChanged: TransferChanges;
}
export type EventChannel = keyof Events;

/** What the page gives for a drop: the files themselves, since it cannot say a path. `F` is the page's `File`. */
export interface DropUpload<F> {
  hostId: string;
  folder: string;
  files: readonly F[];
}

/** The object that the preload puts on the window: one named method for each channel. */
export type RmoteApi = {
  [C in Exclude<RequestChannel, "dropUpload">]: (
    ...input: RequestInput<C> extends undefined ? [] : [RequestInput<C>]
  ) => Promise<Reply<C>>;
} & {
  dropUpload(input: DropUpload<unknown>): Promise<Reply<"dropUpload">>;
  /** @returns a function that ends the subscription. */
  on<C extends EventChannel>(channel: C, listener: (payload: Events[C]) => void): () => void;
};
