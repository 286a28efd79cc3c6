import type { LogRecord } from "../src-shared/call";
import type { HostList } from "../src-shared/host";
import type { Question } from "../src-shared/question";
import type { Session } from "../src-shared/session";
import type { Settings } from "../src-shared/settings";
import { HostService } from "./hosts/host-service";
import { QuestionService } from "./questions/question-service";
import type { SecretStore } from "./questions/secret-store";
import { CallService } from "./runs/call-service";
import { LogBatcher } from "./runs/log-batcher";
import { readAgent } from "./session/agent-files";
import { connectHost } from "./session/connect-host";
import { SessionManager } from "./session/session-manager";
import { type Folders, findFolders } from "./settings/folders";
import { SettingsService } from "./settings/settings-service";
import { ToolLibrary } from "./tools/tool-library";

/** What the services tell whoever shows it: the window, or nobody. */
export interface ServiceEvents {
  hostsChanged(list: HostList): void;
  sessionChanged(session: Session): void;
  questionsChanged(questions: Question[]): void;
  settingsChanged(settings: Settings): void;
  logRecords(records: LogRecord[]): void;
}

export interface Services {
  folders: Folders;
  settings: SettingsService;
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
  const settings = new SettingsService(folders.data);
  settings.onChange((changed) => events.settingsChanged(changed));
  const hosts = new HostService(
    folders,
    () => sshConfigInForce(folders, settings),
    (list) => events.hostsChanged(list),
  );
  const questions = new QuestionService(secrets, (all) => events.questionsChanged(all));
  const tools = new ToolLibrary(agentFolder);
  const logs = new LogBatcher((records) => events.logRecords(records));
  const agent = readAgent(agentFolder);
  const sessions = new SessionManager(
    // What the host's settings say at this attempt: they may have been changed since the last one.
    async (hostId, options) => {
      const target = await hosts.target(await hosts.get(hostId));
      return await connectHost(agent, target, { ...options, ask: questions.askFor(hostId) });
    },
    {
      onChange: (session) => events.sessionChanged(session),
      onLog: (hostId, records) =>
        logs.add(records.map((record) => ({ ...record, hostId, callId: null }))),
    },
  );
  return {
    folders,
    settings,
    hosts,
    sessions,
    questions,
    secrets,
    tools,
    calls: new CallService(sessions, tools, logs),
  };
}

/** What the environment names goes before what the settings name, and that before the usual file. */
async function sshConfigInForce(
  { sshConfig, sshConfigOption }: Folders,
  settings: SettingsService,
): Promise<{ file: string; option: string | null }> {
  if (sshConfigOption !== null) return { file: sshConfig, option: sshConfigOption };
  const { sshConfigFile } = await settings.get();
  return { file: sshConfigFile ?? sshConfig, option: sshConfigFile };
}
