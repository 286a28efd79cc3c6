import { join } from "node:path";
import type { ApplyProgress } from "../src-shared/apply";
import type { LogRecord } from "../src-shared/call";
import { toFailure } from "../src-shared/failure";
import type { HostList } from "../src-shared/host";
import type { LibraryList } from "../src-shared/library";
import type { Question } from "../src-shared/question";
import type { Session } from "../src-shared/session";
import type { Settings } from "../src-shared/settings";
import type { ToolScript, ToolScriptRequest } from "../src-shared/tool-script";
import type { TransferChanges } from "../src-shared/transfer";
import type { SshConfig } from "./hosts/config-source";
import { HostService } from "./hosts/host-service";
import { LibraryService } from "./library/library-service";
import { QuestionService } from "./questions/question-service";
import type { SecretStore } from "./questions/secret-store";
import { CallSecrets } from "./runs/call-secrets";
import { CallService } from "./runs/call-service";
import { LogBatcher } from "./runs/log-batcher";
import { readAgent } from "./session/agent-files";
import { connectHost } from "./session/connect-host";
import { OpenSessions } from "./session/open-sessions";
import { SessionManager } from "./session/session-manager";
import { type Folders, findFolders } from "./settings/folders";
import { SettingsService } from "./settings/settings-service";
import { SYSTEM_CONFIG } from "./ssh-config/config-files";
import { ApplyService } from "./templates/apply-service";
import { OwnTools } from "./tools/own-tools";
import { SavedCalls } from "./tools/saved-calls";
import { ToolLibrary } from "./tools/tool-library";
import { ToolMoves } from "./tools/tool-moves";
import { toolScript } from "./tools/tool-script";
import { transferTools } from "./transfer/remote-files";
import { TransferService } from "./transfer/transfer-service";
import { setAskpassHelper } from "./transport/askpass-launcher";
import { setKeyWorker } from "./transport/ssh2/key-thread";

/** What the services tell whoever shows it: the window, or nobody. */
export interface ServiceEvents {
  hostsChanged(list: HostList): void;
  sessionChanged(session: Session): void;
  questionsChanged(questions: Question[]): void;
  settingsChanged(settings: Settings): void;
  libraryChanged(list: LibraryList): void;
  logRecords(records: LogRecord[]): void;
  applyProgress(progress: ApplyProgress): void;
  transfersChanged(changes: TransferChanges): void;
}

export interface Services {
  folders: Folders;
  settings: SettingsService;
  hosts: HostService;
  sessions: SessionManager;
  questions: QuestionService;
  secrets: SecretStore;
  tools: ToolLibrary;
  ownTools: OwnTools;
  savedCalls: SavedCalls;
  calls: CallService;
  callSecrets: CallSecrets;
  apply: ApplyService;
  transfers: TransferService;
  libraries: LibraryService;
  toolMoves: ToolMoves;
  /** What a script of its own takes with it to run a tool. @throws FailureError `not_found` */
  /** @throws FailureError `not_found`, `bad_request` or `file_error` */
  toolScript(request: ToolScriptRequest): Promise<ToolScript>;
  /** The host list, with what else could not be read or kept in its problems. @throws FailureError `file_error` */
  hostList(): Promise<HostList>;
  /** The ssh configuration in force. @throws FailureError `file_error` */
  sshConfig(): Promise<SshConfig>;
  /** Opens a session because a person asked for it. @throws FailureError why it is not */
  connect(hostId: string): Promise<Session>;
  /**
   * What goes on while a window is there: the hosts follow their files; lost links are made
   * anew and the sessions of the last time opened again, where the settings say so.
   */
  start(): Promise<void>;
  /** Resolves when no process of any session is left. Open sessions are remembered as such. */
  stop(): Promise<void>;
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
  setAskpassHelper(join(agentFolder, "..", "main", "askpass.js"));
  setKeyWorker(join(agentFolder, "..", "main", "key-worker.js"));
  const folders = findFolders();
  const settings = new SettingsService(folders.data);
  const sshConfig = () => sshConfigInForce(folders, settings);
  const problems = new Set<string>();
  const withProblems = (list: HostList): HostList => {
    const more = new Set([...list.problems, ...settings.problems, ...problems]);
    return { ...list, problems: [...more] };
  };
  const hosts = new HostService(folders, sshConfig, (list) =>
    events.hostsChanged(withProblems(list)),
  );
  const hostList = async () => withProblems(await hosts.list());
  /** What fails beside what a person has asked for is told in the list. */
  const report = (error: unknown) => {
    problems.add(toFailure(error).message);
    hostList().then(
      (list) => events.hostsChanged(list),
      // Whoever asks for the list is told the same.
      () => {},
    );
  };
  const questions = new QuestionService(secrets, (all) => events.questionsChanged(all));
  const tools = new ToolLibrary(agentFolder);
  const libraries = new LibraryService(folders, (list) => events.libraryChanged(list));
  const ownTools = new OwnTools(libraries.of("tools"));
  const logs = new LogBatcher((records) => events.logRecords(records));
  const callSecrets = new CallSecrets(questions, secrets);
  const agent = readAgent(agentFolder);
  const openSessions = new OpenSessions(folders.state);
  let isStarted = false;
  const remember = () => {
    if (isStarted) openSessions.remember(sessions.list()).catch(report);
  };
  const sessions = new SessionManager(
    // What the host's settings say at this attempt: they may have been changed since the last one.
    async (hostId, options) => {
      const target = await hosts.target(await hosts.get(hostId));
      return await connectHost(agent, target, { ...options, ask: questions.askFor(hostId) });
    },
    {
      onChange: (session) => {
        events.sessionChanged(session);
        remember();
      },
      onLog: (hostId, records) => calls.addUnclaimed(hostId, records),
    },
  );
  const calls = new CallService(sessions, tools, ownTools, callSecrets, logs);
  settings.onChange((changed, before) => {
    sessions.setAutoReconnect(changed.autoReconnect);
    if (changed.sshConfigFile !== before.sshConfigFile) hosts.refresh().catch(report);
    events.settingsChanged(changed);
  });
  const connect = (hostId: string) => {
    hosts.used(hostId).catch(report);
    return sessions.open(hostId);
  };
  const apply = new ApplyService({
    sessions,
    connect,
    hosts,
    tools,
    onProgress: (progress) => events.applyProgress(progress),
  });
  const transfers = new TransferService({
    sessions,
    connect,
    tools: transferTools(tools),
    onChange: (changes) => events.transfersChanged(changes),
  });
  return {
    folders,
    settings,
    hosts,
    sessions,
    questions,
    secrets,
    tools,
    ownTools,
    savedCalls: new SavedCalls(libraries.of("tools"), tools, ownTools),
    calls,
    callSecrets,
    apply,
    transfers,
    libraries,
    toolMoves: new ToolMoves(libraries.of("tools")),
    toolScript: async ({ tool, own, method }) => {
      const source =
        own === undefined ? tools.find(tool, method) : await ownTools.source(own, tool);
      const filename =
        own === undefined ? source.filename : await libraries.of("tools").fileOf(own.path);
      return toolScript(join(agentFolder, "python"), { ...source, filename });
    },
    hostList,
    sshConfig,
    connect,
    start: async () => {
      hosts.watch();
      // Who asks for a list is told why it cannot be had.
      libraries.watch().catch(() => {});
      try {
        const { autoReconnect, reopenSessions } = await settings.get();
        sessions.setAutoReconnect(autoReconnect);
        if (reopenSessions) reopen(await openSessions.read(), await hosts.list(), sessions);
      } catch (error) {
        report(error);
      }
      isStarted = true;
      remember();
    },
    stop: async () => {
      // What is being applied would open sessions again.
      apply.dropAll();
      transfers.stop();
      await openSessions.stop();
      await Promise.all([hosts.close(), libraries.close(), sessions.closeAll()]);
    },
  };
}

/** Opens the sessions of the hosts that are still in the list. What becomes of each is its own news. */
function reopen(hostIds: readonly string[], { hosts }: HostList, sessions: SessionManager): void {
  const known = new Set(hosts.map(({ id }) => id));
  for (const hostId of hostIds) {
    if (known.has(hostId)) sessions.open(hostId).catch(() => {});
  }
}

/** What the environment names goes before what the settings name, and that before the usual file. */
async function sshConfigInForce(
  { sshConfig, sshConfigOption }: Folders,
  settings: SettingsService,
): Promise<SshConfig> {
  if (sshConfigOption !== null) return { file: sshConfig, option: sshConfigOption, system: null };
  const { sshConfigFile } = await settings.get();
  const system = sshConfigFile === null ? SYSTEM_CONFIG : null;
  return { file: sshConfigFile ?? sshConfig, option: sshConfigFile, system };
}
