import type { LogRecord } from "../src-shared/call";
import type { HostList } from "../src-shared/ipc";
import type { Question } from "../src-shared/question";
import type { Session } from "../src-shared/session";
import { HostService } from "./hosts/host-service";
import { QuestionService } from "./questions/question-service";
import type { SecretStore } from "./questions/secret-store";
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
  questionsChanged(questions: Question[]): void;
  logRecords(records: LogRecord[]): void;
}

export interface Services {
  folders: Folders;
  hosts: HostService;
  sessions: SessionManager;
  questions: QuestionService;
  secrets: SecretStore;
  tools: ToolLibrary;
  calls: CallService;
}

/**
 * The services of the app, in plain Node: the window and the command line use the same ones.
 * @param agentFolder what the build wrote (`out/agent`)
 * @param secrets where answers are remembered
 */
export function createServices(
  agentFolder: string,
  secrets: SecretStore,
  events: ServiceEvents,
): Services {
  const folders = findFolders();
  const tools = new ToolLibrary(agentFolder);
  const logs = new LogBatcher((records) => events.logRecords(records));
  const sessions = new SessionManager(readAgent(agentFolder), folders.sshConfigOption, {
    onChange: (session) => events.sessionChanged(session),
    onLog: (hostId, records) =>
      logs.add(records.map((record) => ({ ...record, hostId, callId: null }))),
  });
  return {
    folders,
    hosts: new HostService(folders, (list) => events.hostsChanged(list)),
    sessions,
    questions: new QuestionService(secrets, (questions) => events.questionsChanged(questions)),
    secrets,
    tools,
    calls: new CallService(sessions, tools, logs),
  };
}
