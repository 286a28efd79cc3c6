import { Braces, Plus } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { TemplateEntry } from "../../src-shared/template-files";
import { EditorPlace } from "../editor/editor-place";
import { Button, IconButton } from "../ui/button";
import { menuCommand } from "../ui/menu-command";
import { MoreMenu } from "../ui/more-menu";
import { ContextPicker } from "./context-picker";
import styles from "./data-pane.module.css";
import { addMissingNames, duplicateDataSet, removeDataSet } from "./data-set-actions";
import { FactsLine } from "./facts-line";
import { FileStrip } from "./file-strip";
import { HostStrip } from "./host-strip";
import { MissingNames } from "./missing-names";
import pane from "./pane.module.css";
import { settledNames } from "./preview-view";
import { Strip } from "./strip";
import { openTemplateDialog } from "./template-dialog-store";
import type { TemplateSession } from "./template-session";

interface DataPaneProps {
  session: TemplateSession;
  entry: TemplateEntry;
}

/** The data that the preview is rendered with: a data set to edit, and what a host says of itself. */
export function DataPane({ session, entry }: DataPaneProps) {
  const choice = useStore(session.state, (state) => state.choice);
  const [wanted, setWanted] = useState<"set" | "facts">("set");
  const { dataSet, hostId } = choice;
  const part = dataSet === null ? "facts" : hostId === null ? "set" : wanted;
  return (
    <section className={pane.pane} aria-label="Data" data-pane="data">
      <header className={pane.header}>
        <h2 className={pane.title}>Data</h2>
        <ContextPicker
          label="Data of the preview"
          isMain
          entry={entry}
          choice={choice}
          onChoose={(next) => session.choose(next)}
        />
        <span className={pane.space} />
        {dataSet !== null && hostId !== null && (
          <IconButton
            icon={Braces}
            label={part === "facts" ? "Show the data set" : "Show the host's facts"}
            aria-pressed={part === "facts"}
            className={pane.toggle}
            onClick={() => setWanted(part === "facts" ? "set" : "facts")}
          />
        )}
        <IconButton
          icon={Plus}
          label="New data set"
          onClick={() => openTemplateDialog({ kind: "new-data", template: entry.path, names: [] })}
        />
        {dataSet !== null && <DataMenu session={session} path={dataSet} />}
      </header>
      {hostId !== null && <HostStrip hostId={hostId} />}
      {part === "set" && dataSet !== null && <DataSet session={session} path={dataSet} />}
      {part === "facts" && hostId !== null && (
        <>
          <FactsLine hostId={hostId} />
          <EditorPlace kept={session.facts} className={styles.editor} testId="facts" />
        </>
      )}
      {dataSet === null && hostId === null && <NoData entry={entry} />}
      <Missing session={session} />
    </section>
  );
}

function DataSet({ session, path }: { session: TemplateSession; path: string }) {
  const problems = useStore(session.state, (state) => state.problems);
  const [first] = problems;
  return (
    <>
      <FileStrip document={session.documents.get(path)} />
      <EditorPlace
        key={path}
        kept={session.dataEditor(path)}
        className={styles.editor}
        testId="data-text"
      />
      {first !== undefined && (
        <Strip
          kind="bad"
          isLow
          actions={
            <Button onClick={() => session.goTo("Data", first.line, first.column)}>
              Line {first.line}
            </Button>
          }
        >
          {first.message} The preview has the data of before.
        </Strip>
      )}
    </>
  );
}

function Missing({ session }: { session: TemplateSession }) {
  const missing = useStore(session.first.view, (view) => view.missing);
  const line = useStore(session.state, (state) => state.cursorLine);
  const column = useStore(session.state, (state) => state.cursorColumn);
  const hasDataSet = useStore(session.state, (state) => state.choice.dataSet !== null);
  return (
    <MissingNames
      names={settledNames(missing, line, column)}
      hasDataSet={hasDataSet}
      onAdd={(names) => void addMissingNames(session, names)}
    />
  );
}

function NoData({ entry }: { entry: TemplateEntry }) {
  return (
    <div className={styles.none}>
      <p>
        {entry.dataSets.length === 0
          ? "A data set gives the template its values, in YAML or JSON. A connected host gives its facts."
          : "No data is chosen. Choose a data set or a host in the list above."}
      </p>
      {entry.dataSets.length === 0 && (
        <Button
          icon={Plus}
          onClick={() => openTemplateDialog({ kind: "new-data", template: entry.path, names: [] })}
        >
          New data set
        </Button>
      )}
    </div>
  );
}

function DataMenu({ session, path }: { session: TemplateSession; path: string }) {
  const rename = () => openTemplateDialog({ kind: "rename-data", template: session.path, path });
  return (
    <MoreMenu
      label="More for the data set"
      title="Data set"
      commands={() => [
        menuCommand(1, "Rename…", rename),
        menuCommand(1, "Duplicate", () => void duplicateDataSet(session, path)),
        menuCommand(1, "Delete", () => void removeDataSet(session, path)),
      ]}
    />
  );
}
