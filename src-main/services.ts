import type { LogRecord } from "../src-shared/call";
import type { HostList } from "../src-shared/host";
import type { Session } from "../src-shared/session";
import { HostService } from "./hosts/host-service";
import { CallService } from "./runs/call-service";
import { LogBatcher } from "./runs/log-batcher";
import { readAgent } from "./session/agent-files";
import { SessionManager } from "./session/session-manager";
import { type Folders, findFolders } from "./settings/folders";
import { ToolLibrary } from "./tools/tool-library";

/** What the services tell whoever shows it: the window, or nobody. */
export interface ServiceEvents {
  hostsChanged(list: HostList): void;
  sessionChanged(session: Session): void;
  logRecords(records: LogRecord[]): void;
}

export interface Services {
  folders: Folders;
  hosts: HostService;
  sessions: SessionManager;
  tools: ToolLibrary;
  calls: CallService;
}

/**
 * The services of the app, in plain Node: the window and the command line use the same ones.
 * @param agentFolder what the build wrote (`out/agent`)
 */
export function createServices(agentFolder: string, events: ServiceEvents): Services {
  const folders = findFolders();
  const sshConfig = { file: folders.sshConfig, option: folders.sshConfigOption };
  const tools = new ToolLibrary(agentFolder);
  const logs = new LogBatcher((records) => events.logRecords(records));
  const sessions = new SessionManager(readAgent(agentFolder), folders.sshConfigOption, {
    onChange: (session) => events.sessionChanged(session),
    onLog: (hostId, records) =>
      logs.add(records.map((record) => ({ ...record, hostId, callId: null }))),
  });
  return {
    folders,
    hosts: new HostService(
      folders,
      async () => sshConfig,
      (list) => events.hostsChanged(list),
    ),
    sessions,
    tools,
    calls: new CallService(sessions, tools, logs),
  };
}
