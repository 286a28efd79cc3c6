import { ArrowLeftRight, Columns2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { TemplateEntry } from "../../src-shared/template-files";
import { EditorPlace } from "../editor/editor-place";
import { useEngine } from "../python/preview-engine";
import { IconButton } from "../ui/button";
import { classes } from "../ui/classes";
import { CopyButton } from "../ui/copy-button";
import { Select } from "../ui/select";
import type { ContextChoice } from "./context-choice";
import { ContextPicker } from "./context-picker";
import pane from "./pane.module.css";
import styles from "./preview-pane.module.css";
import type { PreviewSide } from "./preview-side";
import { PreviewStatus } from "./preview-status";
import { staleReason } from "./preview-view";
import { ProblemList } from "./problem-list";
import { problemsOf } from "./problems";
import { Strip } from "./strip";
import type { OutputMode, TemplateSession } from "./template-session";

const modes = [
  { value: "text", label: "Text" },
  { value: "invisible", label: "Invisible characters" },
  { value: "diff", label: "Difference" },
] as const satisfies { value: OutputMode; label: string }[];

interface PreviewPaneProps {
  session: TemplateSession;
  entry: TemplateEntry;
}

/** The output of a template, as it is typed. */
export function PreviewPane({ session, entry }: PreviewPaneProps) {
  const mode = useStore(session.state, (state) => state.mode);
  const isDouble = useStore(session.state, (state) => state.isDouble);
  return (
    <section className={classes(pane.pane, styles.pane)} aria-label="Preview" data-pane="preview">
      <header className={pane.header}>
        <h2 className={pane.title}>Preview</h2>
        <Select
          label="Show the output as"
          value={mode}
          options={modes}
          isQuiet
          onChange={(value) => {
            const wanted = modes.find((each) => each.value === value);
            if (wanted !== undefined) session.setMode(wanted.value);
          }}
        />
        <span className={pane.space} />
        <IconButton
          icon={Columns2}
          label="Two side by side"
          aria-pressed={isDouble}
          className={pane.toggle}
          onClick={() => session.setDouble(!isDouble)}
        />
        <CopyButton
          label="Copy the output"
          size={15}
          text={() => session.first.view.getState().shown?.output ?? ""}
        />
      </header>
      {mode === "diff" ? (
        <Difference session={session} entry={entry} />
      ) : (
        <div className={styles.sides}>
          <Side session={session} entry={entry} which="first" isDouble={isDouble} />
          {isDouble && <Side session={session} entry={entry} which="second" isDouble />}
        </div>
      )}
      <Footer session={session} />
    </section>
  );
}

interface SideProps extends PreviewPaneProps {
  which: "first" | "second";
  isDouble: boolean;
}

function Side({ session, entry, which, isDouble }: SideProps) {
  const choice = useStore(session.state, (state) =>
    which === "first" ? state.choice : state.other,
  );
  const side = session[which];
  return (
    <div className={styles.side}>
      {isDouble && (
        <SideHeader
          session={session}
          entry={entry}
          label={which === "first" ? "Data of the first preview" : "Data of the second preview"}
          choice={choice}
          onChoose={(next) =>
            which === "first" ? session.choose(next) : session.chooseOther(next)
          }
          canSwap={which === "second"}
        />
      )}
      <Output side={side} session={session} />
      {isDouble && which === "second" && <SecondStatus side={side} />}
    </div>
  );
}

function SecondStatus({ side }: { side: PreviewSide }) {
  const failures = useStore(side.view, (view) => view.failures);
  const problems = useMemo(() => problemsOf(failures, [], () => {}), [failures]);
  return <PreviewStatus side={side} problems={problems.length} />;
}

interface SideHeaderProps extends PreviewPaneProps {
  label: string;
  choice: ContextChoice | null;
  onChoose: (choice: ContextChoice) => void;
  canSwap: boolean;
}

function SideHeader({ session, entry, label, choice, onChoose, canSwap }: SideHeaderProps) {
  return (
    <div className={styles.sideHeader}>
      <ContextPicker label={label} entry={entry} choice={choice} onChoose={onChoose} />
      {canSwap && (
        <IconButton
          icon={ArrowLeftRight}
          size={13}
          label="Swap the two"
          onClick={() => session.swap()}
        />
      )}
    </div>
  );
}

function Output({ side, session }: { side: PreviewSide; session: TemplateSession }) {
  const engine = useEngine();
  const isEmpty = useStore(side.view, (view) => view.shown === null);
  const isStale = useStore(side.view, (view) => view.isStale);
  const reason = useStore(side.view, staleReason);
  const kept = side === session.first ? session.firstOutput : session.secondOutput;
  return (
    <>
      {isEmpty && reason === null && (
        <p className={styles.wait} role="status">
          {engine.kind === "failed" ? engine.message : "Starting the preview…"}
        </p>
      )}
      <EditorPlace
        kept={kept}
        className={classes(styles.output, isStale && styles.stale, isEmpty && styles.hidden)}
        testId={side === session.first ? "output" : "second-output"}
      />
      <Reason side={side} />
    </>
  );
}

/** Why what is shown is not of the present text. */
function Reason({ side }: { side: PreviewSide }) {
  const reason = useStore(side.view, staleReason);
  return reason === null ? null : (
    <Strip kind="bad" isLow>
      {reason}
    </Strip>
  );
}

function Difference({ session, entry }: PreviewPaneProps) {
  const other = useStore(session.state, (state) => state.other);
  return (
    <div className={styles.sides}>
      <div className={styles.side}>
        <div className={styles.sideHeader}>
          <span className={styles.against}>against</span>
          <ContextPicker
            label="Compare with the output for"
            entry={entry}
            choice={other}
            onChoose={(choice) => session.chooseOther(choice)}
          />
        </div>
        {other === null ? (
          <p className={styles.wait}>
            Choose other data above: this shows what they change in the output.
          </p>
        ) : (
          <EditorPlace kept={session.difference} className={styles.output} testId="difference" />
        )}
        <Reason side={session.first} />
      </div>
    </div>
  );
}

function Footer({ session }: { session: TemplateSession }) {
  const failures = useStore(session.first.view, (view) => view.failures);
  const data = useStore(session.state, (state) => state.problems);
  const [isOpen, setOpen] = useState(true);
  const problems = useMemo(
    () => problemsOf(failures, data, (where, line, column) => session.goTo(where, line, column)),
    [failures, data, session],
  );
  return (
    <>
      {isOpen && problems.length > 0 && <ProblemList problems={problems} />}
      <PreviewStatus
        side={session.first}
        problems={problems.length}
        isOpen={isOpen}
        onProblems={() => setOpen(!isOpen)}
      />
    </>
  );
}
