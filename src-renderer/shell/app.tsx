import { Activity, useEffect } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { CallDialogs } from "../calls/call-dialogs";
import { ConflictDialog } from "../files/conflict-dialog";
import { FileDialogs } from "../files/file-dialogs";
import { AddHostDialog } from "../hosts/add-host-dialog";
import { HostDialogs } from "../hosts/host-dialogs";
import { HostTab } from "../hosts/host-tab";
import { HostsSidebar } from "../hosts/hosts-sidebar";
import { Welcome } from "../hosts/welcome";
import { LogsPanel } from "../logs/logs-panel";
import { QuestionDialogs } from "../questions/question-dialog";
import { WaitingNotice } from "../questions/waiting-notice";
import { SettingsDialog } from "../settings/settings-dialog";
import { CopyDialog } from "../snippets/copy-dialog";
import { GalleryTab } from "../snippets/gallery-tab";
import { TemplateDialogs } from "../templates/template-dialogs";
import { TemplateTab } from "../templates/template-tab";
import { TemplatesSidebar } from "../templates/templates-sidebar";
import { TemplatesWelcome } from "../templates/templates-welcome";
import { OwnToolDialogs } from "../tools/own-tool-dialogs";
import { OwnToolTab } from "../tools/own-tool-tab";
import { ToolTab } from "../tools/tool-tab";
import { ToolsSidebar } from "../tools/tools-sidebar";
import { ToolsWelcome } from "../tools/tools-welcome";
import { TipProvider } from "../ui/tooltip";
import styles from "./app.module.css";
import { keepFocus } from "./focus";
import { NoticeLine } from "./notice-line";
import { CommandPalette, QuickOpen } from "./palette";
import { Rail } from "./rail";
import { recallNumber, remember } from "./remembered";
import { type Section, type Tab, useShell } from "./shell-store";
import { StatusBar } from "./status-bar";
import { panelId, TabBar } from "./tab-bar";
import { useShortcuts } from "./use-shortcuts";

const sidebar = { name: "sidebarWidth", usual: 260, least: 180, most: 480 };
const logs = { name: "logsHeight", usual: 200, least: 96, most: 1200 };

const recallSize = ({ name, usual, least, most }: typeof sidebar) =>
  recallNumber(name, usual, least, most);

export function App() {
  useShortcuts();
  useEffect(keepFocus, []);
  const section = useShell((state) => state.section);
  const sidebarOpen = useShell((state) => state.sidebarOpen);
  const logsOpen = useShell((state) => state.logsOpen);
  return (
    <TipProvider>
      <div className={styles.app}>
        <div className={styles.top}>
          <Rail />
          <Group orientation="horizontal" role="main" className={styles.group}>
            {sidebarOpen && (
              <>
                <Panel
                  id="sidebar"
                  defaultSize={recallSize(sidebar)}
                  minSize={sidebar.least}
                  maxSize={sidebar.most}
                  groupResizeBehavior="preserve-pixel-size"
                  onResize={({ inPixels }) => remember(sidebar.name, Math.round(inPixels))}
                >
                  <section className={styles.sidebar} aria-label="Sidebar" data-pane="sidebar">
                    <SectionSidebar section={section} />
                  </section>
                </Panel>
                <Separator className={styles.vertical} aria-label="Width of the sidebar" />
              </>
            )}
            <Panel id="centre" minSize={320}>
              <Group orientation="vertical" className={styles.group}>
                <Panel id="tabs" minSize={160}>
                  <Centre />
                </Panel>
                {logsOpen && (
                  <>
                    <Separator className={styles.horizontal} aria-label="Height of the logs" />
                    <Panel
                      id="logs"
                      defaultSize={recallSize(logs)}
                      minSize={logs.least}
                      groupResizeBehavior="preserve-pixel-size"
                      onResize={({ inPixels }) => remember(logs.name, Math.round(inPixels))}
                    >
                      <LogsPanel />
                    </Panel>
                  </>
                )}
              </Group>
            </Panel>
          </Group>
        </div>
        <StatusBar />
        <NoticeLine />
        <WaitingNotice />
        <Overlays />
        <HostDialogs />
        <FileDialogs />
        <ConflictDialog />
        <TemplateDialogs />
        <OwnToolDialogs />
        <CopyDialog />
        <CallDialogs />
        <QuestionDialogs />
      </div>
    </TipProvider>
  );
}

function SectionSidebar({ section }: { section: Section }) {
  switch (section) {
    case "hosts":
      return <HostsSidebar />;
    case "templates":
      return <TemplatesSidebar />;
    case "tools":
      return <ToolsSidebar />;
  }
}

function Centre() {
  const section = useShell((state) => state.section);
  const tabs = useShell((state) => state.tabs);
  const activeTabId = useShell((state) => state.activeTabId);
  return (
    <div className={styles.centre} data-pane="centre">
      {tabs.length > 0 && <TabBar />}
      <div className={styles.content}>
        {tabs.length === 0 && <SectionWelcome section={section} />}
        {tabs.map((tab) => (
          <Activity key={tab.id} mode={tab.id === activeTabId ? "visible" : "hidden"}>
            <TabPanel tab={tab} />
          </Activity>
        ))}
      </div>
    </div>
  );
}

function SectionWelcome({ section }: { section: Section }) {
  switch (section) {
    case "hosts":
      return <Welcome />;
    case "templates":
      return <TemplatesWelcome />;
    case "tools":
      return <ToolsWelcome />;
  }
}

function TabPanel({ tab }: { tab: Tab }) {
  return (
    <div
      role="tabpanel"
      id={panelId(tab.id)}
      aria-labelledby={`tab-${tab.id}`}
      tabIndex={-1}
      className={styles.panel}
    >
      <TabContent tab={tab} />
    </div>
  );
}

function TabContent({ tab }: { tab: Tab }) {
  switch (tab.kind) {
    case "host":
      return <HostTab hostId={tab.hostId} />;
    case "template":
      return <TemplateTab path={tab.path} />;
    case "tool":
      return <ToolTab toolKey={tab.toolKey} reveal={tab.reveal} />;
    case "snippets":
      return <GalleryTab />;
    case "own-tool":
      return <OwnToolTab path={tab.path} />;
  }
}

function Overlays() {
  const overlay = useShell((state) => state.overlay);
  switch (overlay) {
    case "commands":
      return <CommandPalette />;
    case "quick-open":
      return <QuickOpen />;
    case "settings":
      return <SettingsDialog />;
    case "add-host":
      return <AddHostDialog />;
    case null:
      return null;
  }
}
