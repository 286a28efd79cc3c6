import { startSavedCalls } from "./calls/saved-calls-store";
import { startTransfers } from "./files/transfers-store";
import { startHosts } from "./hosts/hosts-store";
import { startLibraries } from "./library/library-store";
import { startLogs } from "./logs/logs-store";
import { startQuestions } from "./questions/questions-store";
import { startSettings } from "./settings/settings-store";
import { startTheme } from "./shell/theme";
import { startInsertTarget } from "./snippets/insert-target";
import { loadSnippets } from "./snippets/snippets-store";
import { startTemplates } from "./templates/template-sessions";
import { startTemplateTabs } from "./templates/template-tabs";
import { startWarmUp } from "./templates/warm-up";
import { startOwnToolSessions } from "./tools/own-tool-sessions";
import { startOwnToolTabs } from "./tools/own-tool-tabs";
import { startOwnTools } from "./tools/own-tools-store";
import { startTools } from "./tools/tools-store";

/** Subscribes the stores to the main process and asks for the first state. Called once. */
export function start(): void {
  startTheme();
  startLogs();
  startHosts();
  startTransfers();
  startQuestions();
  startSettings();
  startTools();
  startOwnTools();
  startWarmUp();
  startSavedCalls();
  startLibraries();
  startTemplates();
  startTemplateTabs();
  startOwnToolSessions();
  startOwnToolTabs();
  startInsertTarget();
  void loadSnippets();
}
