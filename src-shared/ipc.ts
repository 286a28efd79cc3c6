import { z } from "zod";
import { type CallOutcome, callRequestSchema, type ItemBatch, type LogRecord } from "./call";
import type { Outcome } from "./failure";
import type { Host } from "./host";
import type { Session } from "./session";
import type { Tool } from "./tool";

/** What the About line and the Settings show. */
export interface AppInfo {
  version: string;
  electronVersion: string;
  chromeVersion: string;
  nodeVersion: string;
  /** The folder with the user's files. */
  dataFolder: string;
  sshConfigFile: string;
  platform: string;
}

/** What the host list shows beside the hosts: files that could not be read, in sentences. */
export interface HostList {
  hosts: Host[];
  problems: string[];
}

/**
 * Requests, renderer to main: the schema of the argument, and the type that
 * comes back. Every channel of this direction is a key of this object.
 */
export const requestSchemas = {
  appInfo: z.undefined(),
  listHosts: z.undefined(),
  addHost: z.object({ address: z.string().max(512) }),
  removeHost: z.object({ hostId: z.string().max(1024) }),
  listSessions: z.undefined(),
  connect: z.object({ hostId: z.string().max(1024) }),
  disconnect: z.object({ hostId: z.string().max(1024) }),
  listTools: z.undefined(),
  toolSource: z.object({ module: z.string().max(512) }),
  call: callRequestSchema,
  takeItems: z.object({ callId: z.string().max(64) }),
  cancelCall: z.object({ callId: z.string().max(64) }),
} satisfies Record<string, z.ZodType>;

export interface Replies {
  appInfo: AppInfo;
  listHosts: HostList;
  /** The host that was added, or the one that was there already. */
  addHost: Host;
  removeHost: null;
  listSessions: Session[];
  /** Resolves when the session is ready; fails with the reason otherwise. */
  connect: Session;
  disconnect: null;
  listTools: Tool[];
  toolSource: string;
  call: CallOutcome;
  /**
   * What the method has yielded meanwhile; waits for the first. Asked again until
   * the end, while the call runs: the target waits for who does not ask.
   */
  takeItems: ItemBatch;
  cancelCall: null;
}

export type RequestChannel = keyof typeof requestSchemas;
export type RequestInput<C extends RequestChannel> = z.infer<(typeof requestSchemas)[C]>;
export type Reply<C extends RequestChannel> = Outcome<Replies[C]>;

/** Events, main to renderer. */
export interface Events {
  hostsChanged: HostList;
  sessionChanged: Session;
  logRecords: LogRecord[];
}
export type EventChannel = keyof Events;

/** The object that the preload puts on the window: one named method for each channel. */
export type RmoteApi = {
  [C in RequestChannel]: (
    ...input: RequestInput<C> extends undefined ? [] : [RequestInput<C>]
  ) => Promise<Reply<C>>;
} & {
  /** @returns a function that ends the subscription. */
  on<C extends EventChannel>(channel: C, listener: (payload: Events[C]) => void): () => void;
};
