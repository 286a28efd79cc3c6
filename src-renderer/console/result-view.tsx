import { Pencil, RotateCw, X } from "lucide-react";
import { useMemo } from "react";
import type { CallOutcome } from "../../src-shared/call";
import { formatClock, formatDuration, formatExact } from "../../src-shared/format";
import type { Value } from "../../src-shared/value";
import { useHosts } from "../hosts/hosts-store";
import { Button, IconButton } from "../ui/button";
import { Elapsed } from "../ui/elapsed";
import { FailureView } from "../ui/failure-view";
import { CallMark } from "./call-mark";
import { callState, stateSentence } from "./call-state";
import { ChangeResult } from "./change-result";
import { asChange } from "./change-value";
import { CommandResult } from "./command-result";
import { asCommandResult } from "./command-value";
import { type CallEntry, callAgain, callForReal, cancel, editAgain } from "./console-store";
import { CopyButtons } from "./copy-buttons";
import { CopyMenu, callOfEntry } from "./copy-menu";
import { isDryRun } from "./dry-run";
import { ExceptionView } from "./exception-view";
import { itemsOf, useItems } from "./items-store";
import { ItemsView } from "./items-view";
import styles from "./result-view.module.css";
import { TableResult } from "./table-result";
import { asTable } from "./table-value";
import { TextBlock } from "./text-block";
import { ValueTree } from "./value-tree";

/** What became of a call: its value, its exception, or why it did not end by itself. */
export function ResultView({ call, canCall }: { call: CallEntry; canCall: boolean }) {
  const { outcome } = call;
  const state = callState(call);
  const isStream = useIsStream(call);
  return (
    <section className={styles.result} aria-label="Result" data-testid="result" data-state={state}>
      <header className={styles.header}>
        <div className={styles.title}>
          <CallMark state={state} />
          <code className="selectable" title={call.text}>
            {call.text}
          </code>
          <CallPlace call={call} />
        </div>
        <div className={styles.line}>
          <p className={styles.state} aria-live="polite">
            {stateSentence(state)}{" "}
            {outcome === null ? (
              <Elapsed since={call.startedAt} />
            ) : (
              <span className="tabular">{formatDuration(outcome.elapsedMs)}</span>
            )}
            <time className={styles.at} title={formatExact(call.startedAt)}>
              {formatClock(call.startedAt)}
            </time>
          </p>
          {outcome?.ok && !isStream && <CopyButtons value={() => outcome.value} />}
          <CopyMenu label="Copy this call as" call={() => callOfEntry(call)} />
          {outcome === null ? (
            <Button
              variant="quiet"
              icon={X}
              aria-label="Cancel this call"
              onClick={() => cancel(call)}
            >
              {call.isCancelling ? "Cancelling" : "Cancel"}
            </Button>
          ) : (
            <>
              <IconButton
                icon={Pencil}
                size={13}
                label="Put these parameters in the form"
                onClick={() => editAgain(call)}
              />
              <IconButton
                icon={RotateCw}
                size={13}
                label="Call again"
                disabled={!canCall}
                onClick={() => callAgain(call)}
              />
            </>
          )}
        </div>
      </header>
      <div className={styles.body}>
        {isStream ? (
          <ItemsView callId={call.id} isRunning={outcome === null}>
            <StreamEnd call={call} canCall={canCall} />
          </ItemsView>
        ) : (
          outcome !== null && <OutcomeView call={call} outcome={outcome} canCall={canCall} />
        )}
      </div>
    </section>
  );
}

/** On which host, where the console is not that host's; and whether what was called was not saved. */
function CallPlace({ call: { consoleId, hostId, isUnsaved } }: { call: CallEntry }) {
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId)?.name);
  const words = [
    ...(consoleId === hostId ? [] : [`on ${host ?? "a removed host"}`]),
    ...(isUnsaved ? ["unsaved text"] : []),
  ];
  return words.length === 0 ? null : <span className={styles.place}>{words.join(", ")}</span>;
}

/** Whether there are items to show, or the place where they will be. */
function useIsStream({ id, isStream, outcome }: CallEntry): boolean {
  const hasItems = useItems(() => itemsOf(id).next > 0);
  if (hasItems) return true;
  return outcome === null ? isStream : outcome.ok && outcome.isStream;
}

/** What there is to say at the end of the items: most methods that yield return None then. */
function StreamEnd({ call, canCall }: { call: CallEntry; canCall: boolean }) {
  const { outcome } = call;
  if (outcome === null || (outcome.ok && outcome.value === null)) return null;
  if (!outcome.ok) {
    return (
      <div className={styles.end}>
        <OutcomeView call={call} outcome={outcome} canCall={canCall} />
      </div>
    );
  }
  return (
    <section className={styles.returned} aria-label="Returned value">
      <header className={styles.heading}>
        <h3>Returned value</h3>
        <CopyButtons value={() => outcome.value} />
      </header>
      <div className={styles.value}>
        <ValueView call={call} value={outcome.value} canCall={canCall} />
      </div>
    </section>
  );
}

interface OutcomeProps {
  call: CallEntry;
  canCall: boolean;
}

function OutcomeView({ call, canCall, outcome }: OutcomeProps & { outcome: CallOutcome }) {
  if (outcome.ok) return <ValueView call={call} value={outcome.value} canCall={canCall} />;
  const { failure } = outcome;
  if (failure.code === "tool_error" && failure.exception !== null) {
    return <ExceptionView exception={failure.exception} />;
  }
  return (
    <div className={styles.failure}>
      <FailureView failure={failure} />
      {failure.exception !== null && <ExceptionView exception={failure.exception} />}
    </div>
  );
}

function ValueView({ call, canCall, value }: OutcomeProps & { value: Value }) {
  const { command, change, table } = useMemo(
    () => ({ command: asCommandResult(value), change: asChange(value), table: asTable(value) }),
    [value],
  );
  if (command !== null) return <CommandResult result={command} />;
  if (change !== null) {
    return (
      <ChangeResult
        change={change}
        isDryRun={isDryRun(call.form)}
        onMake={canCall ? () => callForReal(call) : undefined}
      />
    );
  }
  if (table !== null) return <TableResult table={table} value={value} />;
  if (typeof value === "string" && value !== "") return <TextBlock text={value} label="Text" />;
  return <ValueTree value={value} label="Value" />;
}
